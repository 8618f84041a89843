import { fileFlash } from '../../../host-sim/flash/file-flash.js';

/** Opens the file, says whether it could, and ends with its input. */
try {
  fileFlash.open({ path: process.argv[2] } as never);
  console.log('opened');
} catch (error) {
  console.log((error as Error).message);
}
process.stdin.resume();
