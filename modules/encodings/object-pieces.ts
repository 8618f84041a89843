/** Where a property stands in the message that is being written. */
export interface PropertyPlace {
  /** Of the property. */
  readonly name: string;
  /** Names of the objects that it is in, each with a `/` behind; empty in the message itself. */
  readonly path: string;
  /** Objects that it is in, the message included. */
  readonly depth: number;
  /** Properties of the same object that were written before it. */
  readonly index: number;
}

/**
 * How an encoding writes an object property by property, so that each can have a turn of its own. What comes of it is what
 * `Encoding.write` makes of the object, byte for byte. A message begins at offset 0; each gives the offset behind what it has written.
 */
export interface ObjectPieces {
  /** Whether a name is written before another one of the same object; absent where they are written in the order that they have. */
  precedes?(name: string, other: string): boolean;
  /** What stands before `count` properties; of the message itself where the depth is 0, and then there is no name. */
  open(count: number, place: PropertyPlace, target: Uint8Array, offset: number): number;
  /** A value that is no object. Throws `invalid-argument` for what cannot be written. */
  property(value: unknown, place: PropertyPlace, target: Uint8Array, offset: number): number;
  /** What stands behind the properties. The place is that of the next one. */
  close(place: PropertyPlace, target: Uint8Array, offset: number): number;
}
