import Serial from 'embedded:io/serial';
import type { SerialOptions } from '../../serial.js';
import { ExactReads } from '../serial/exact-reads.js';

/** The serial class of the Raspberry Pi Pico and of the nRF52. */
export default class PicoSerial extends ExactReads {
  constructor(options: SerialOptions) {
    super(Serial, options);
  }
}
