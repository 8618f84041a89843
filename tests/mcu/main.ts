import { checkBoot } from './flash/boot.js';

/** `npm run mcu`: the engine of the device on an emulated microcontroller. */
const complaints = [...(await checkBoot())];
for (const complaint of complaints) console.log(complaint);
if (complaints.length > 0) process.exitCode = 1;
