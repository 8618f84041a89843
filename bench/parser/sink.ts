/** One byte for each character where it is bytes: the driver hands out bytes, the others make strings. */
export type Text = Uint8Array | string;

/** Where every parser delivers what it has found, so that all do the same work. */
export interface Sink {
  /** A received message. Of bytes the first `topicLength` and `payloadLength` count, and they are good during the call only. */
  message(slot: number, qos: number, topic: Text, topicLength: number, payload: Text, payloadLength: number): void;
  /** A known line: how many fields it has and, where the first is a number, that; of a line of text one field and 0. */
  line(name: string, fields: number, first: number): void;
  final(isOk: boolean): void;
  unknown(): void;
}

/** Counts what comes, which costs all parsers the same and allocates nothing. */
export class CountingSink implements Sink {
  count = 0;
  bytes = 0;

  message(_slot: number, _qos: number, _topic: Text, topicLength: number, _payload: Text, payloadLength: number): void {
    this.count += 1;
    this.bytes += topicLength + payloadLength;
  }

  line(): void {
    this.count += 1;
  }

  final(): void {
    this.count += 1;
  }

  unknown(): void {
    this.count += 1;
  }
}
