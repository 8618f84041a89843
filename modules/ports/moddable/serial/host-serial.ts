import type { SerialOptions } from '../../serial.js';

/** `embedded:io/serial` as far as Moddable's hosts agree; how they differ is said where it is evened out. */
export interface HostSerial {
  read(target?: Uint8Array | number): unknown;
  write(bytes: Uint8Array | ArrayBuffer): void;
  close(): void;
}

export interface HostSerialOptions extends SerialOptions {
  onError?(): void;
}

export interface HostSerialClass {
  /** `never` lets a host's class in that wants pins or a device besides; they ride along. */
  new (options: never): HostSerial;
}
