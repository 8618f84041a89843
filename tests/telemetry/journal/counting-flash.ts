import { NorFlash } from '../../../host-sim/flash/nor-flash.js';

/** Flash that counts what it is asked to read. */
export class CountingFlash extends NorFlash {
  reads = 0;
  bytesRead = 0;

  override read(target: Uint8Array, byteOffset: number): number {
    this.reads += 1;
    this.bytesRead += target.length;
    return super.read(target, byteOffset);
  }

  /** What `action` reads. */
  count(action: () => void): { reads: number; bytes: number } {
    const { reads, bytesRead } = this;
    action();
    return { reads: this.reads - reads, bytes: this.bytesRead - bytesRead };
  }
}
