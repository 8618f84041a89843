import { crc32 } from 'node:zlib';

/** What the core runs: the arguments of the engine's host, and the files that they name. */
export interface Program {
  readonly arguments: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}

/** Little-endian, as the core reads it: magic, size, checksum (core/program.c). */
const MAGIC = 0x474f5250;
const HEADER = 12;

/** The program as it lies in a slot of flash: a header with its checksum, arguments up to an empty one, then names and texts. */
export function programImage({ arguments: given, files }: Program): Buffer {
  const texts = [...given, '', ...Object.entries(files).flat()];
  const content = Buffer.concat(texts.map((text) => Buffer.from(`${text}\0`)));
  const header = Buffer.alloc(HEADER);
  header.writeUInt32LE(MAGIC, 0);
  header.writeUInt32LE(content.length, 4);
  header.writeUInt32LE(crc32(content), 8);
  return Buffer.concat([header, content]);
}
