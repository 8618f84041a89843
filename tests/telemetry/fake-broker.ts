import type { VirtualTime } from '../../host-sim/time/virtual-time.js';
import type { FakeMqttClient } from './fake-mqtt-client.js';

export interface Received {
  readonly topic: string;
  readonly text: string;
  readonly QoS: number;
  readonly retain: boolean;
  readonly clientNumber: number;
  readonly at: number;
}

export interface Manner {
  /** Bytes that may be written when nothing is under way. */
  capacity: number;
  /** `modem`: nothing can be written until a publish has ended. `tcp`: the socket's buffer empties by itself. */
  style: 'modem' | 'tcp';
  /** Milliseconds one way; asked for each trip. */
  latency: () => number;
  /** The broker answers CONNECT. */
  isAccepting: boolean;
  /** The broker acknowledges publishes. */
  isAcknowledging: boolean;
  /** What SUBACK grants for a topic; what was asked for where it says nothing. */
  grant: (topic: string) => number | undefined;
  /** Whether the broker ends the connection on whom subscribes to a topic. */
  endsOn: (topic: string) => boolean;
  /** `onControl(opcode, message)`, as the standard's text has it. */
  isOpcodeFirst: boolean;
}

/** The broker and the way to it, as clients of the tests see them. */
export class FakeBroker {
  readonly received: Received[] = [];
  readonly connected: FakeMqttClient[] = [];
  readonly subscribed: string[] = [];
  /** What a client was asked that the pattern forbids. */
  readonly violations: string[] = [];
  /** The retained status. */
  status = '';
  clients = 0;
  readonly manner: Manner;

  constructor(
    readonly time: VirtualTime,
    manner: Partial<Manner> = {},
  ) {
    this.manner = {
      capacity: 1024,
      style: 'modem',
      latency: () => 50,
      isAccepting: true,
      isAcknowledging: true,
      grant: () => undefined,
      endsOn: () => false,
      isOpcodeFirst: false,
      ...manner,
    };
  }

  accept(message: Received): void {
    this.received.push(message);
    if (message.topic.endsWith('/status')) this.status = message.text;
  }

  texts(topic: string): string[] {
    return this.received.filter((message) => message.topic === topic).map((message) => message.text);
  }

  /** Sends to every connected client. */
  publish(topic: string, payload: Uint8Array, fragment = payload.length): void {
    for (const client of [...this.connected]) client.receive(topic, payload, fragment);
  }

  /** Every connection dies; the wills are published, and the clients hear of it after `delay` milliseconds. */
  drop(delay = 0): void {
    for (const client of [...this.connected]) client.die(new Error('connection lost'), delay);
  }
}
