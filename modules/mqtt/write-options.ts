import type { ByteBuffer } from './byte-buffer.js';
import type { Item } from './subscriptions.js';

/** `write`'s second argument (ECMA-419 §25). */
export interface WriteOptions {
  /** PUBLISH where absent. */
  readonly operation?: number;
  /** 0 to 65535; one of the client's own where absent. */
  readonly id?: number;
  /** 1–255 bytes as UTF-8. */
  readonly topic?: string | ByteBuffer;
  /** 0, 1 or 2; default 0. */
  readonly QoS?: number;
  /** Whether the broker keeps the message for those who subscribe later. Default false. */
  readonly retain?: boolean;
  /** Ignored: the module itself repeats what was not acknowledged. */
  readonly duplicate?: boolean;
  /** Bytes of the whole message, of which `data` is the first fragment. */
  readonly byteLength?: number;
  /** SUBSCRIBE and UNSUBSCRIBE. */
  readonly items?: readonly Item[];
}
