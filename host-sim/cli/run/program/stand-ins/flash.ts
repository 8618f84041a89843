import { NorFlash } from '../../../../flash/nor-flash.js';

/** `cellnode/flash` and `embedded:storage/flash`: one partition of 64 kB, which forgets with the process. */
export default new NorFlash({ blocks: 16 });
