/** `cellnode/identity`: who a node is, where one image is flashed on many, for programs that import it. */
export { Identity, type IdentityOptions } from './identity/identity.js';
