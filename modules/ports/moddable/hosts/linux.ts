import Serial from 'embedded:io/serial';
import type { SerialOptions } from '../../serial.js';
import { WholeBuffers } from '../serial/whole-buffers.js';

/** The serial class of Linux. */
export default class LinuxSerial extends WholeBuffers {
  constructor(options: SerialOptions) {
    super(Serial, options);
  }
}
