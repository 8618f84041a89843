import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { type Program, programImage } from './program-image.js';

/** The second NOR flash of QEMU's machine: its size is the machine's, and the file has holes. */
const CHIP_SIZE = 32 * 2 ** 20;
export const SECTOR = 0x1000;
const RECORDS = 2;
export const FIRST_SLOT = 0x10000;
export const SLOT_SIZE = 0x200000;

/** Magic, sequence, slot, checksum of these three (core/program.c). */
const RECORD_MAGIC = 0x544f4f42;
const RECORD_SIZE = 16;
const CHECKED = 12;

/**
 * The flash of an emulated core, in a file. Two slots for programs, and two boot records in sectors of their own: the whole one
 * with the higher sequence number says from which slot the core starts. A new program is written to the slot that is not in use,
 * and counts when its record is there.
 */
export class FlashChip {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** An erased one. */
  static async make(path: string): Promise<FlashChip> {
    const file = await open(path, 'w');
    await file.truncate(CHIP_SIZE);
    await file.close();
    return new FlashChip(path);
  }

  /** One that starts this program. */
  static async with(program: Program, path: string): Promise<FlashChip> {
    const chip = await FlashChip.make(path);
    await chip.writeProgram(0, program);
    await chip.writeBootRecord(1, 0);
    return chip;
  }

  /** Writes the program to a slot, which is not begun before a boot record names it. */
  async writeProgram(slot: number, program: Program): Promise<void> {
    const image = programImage(program);
    if (image.length > SLOT_SIZE) throw new Error(`the program has ${image.length} bytes, and a slot of flash ${SLOT_SIZE}`);
    await this.#with((file) => file.write(image, 0, image.length, FIRST_SLOT + slot * SLOT_SIZE));
  }

  /** Sequence numbers begin at 1; each record takes the place of the one before the last. */
  async writeBootRecord(sequence: number, slot: number): Promise<void> {
    const record = Buffer.alloc(RECORD_SIZE);
    record.writeUInt32LE(RECORD_MAGIC, 0);
    record.writeUInt32LE(sequence, 4);
    record.writeUInt32LE(slot, 8);
    record.writeUInt32LE(crc32(record.subarray(0, CHECKED)), CHECKED);
    await this.#with((file) => file.write(record, 0, record.length, (sequence % RECORDS) * SECTOR));
  }

  async #with(change: (file: FileHandle) => Promise<unknown>): Promise<void> {
    const file = await open(this.path, 'r+');
    try {
      await change(file);
    } finally {
      await file.close();
    }
  }
}
