import { host } from '../host/globals.js';

/** The SDK's `debug`. */
export default { gc: (): void => host.gc() };
