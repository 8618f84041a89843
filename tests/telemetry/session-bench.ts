import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import type { QoS } from '../../modules/ports/mqtt-client.js';
import { Backoff } from '../../modules/telemetry/backoff.js';
import type { CredentialsSource } from '../../modules/telemetry/credentials.js';
import { MqttSession } from '../../modules/telemetry/mqtt-session.js';
import { TimeBase } from '../../modules/telemetry/outbox.js';
import { OutboxPublisher } from '../../modules/telemetry/outbox-publisher.js';
import { Reporter, type Progress } from '../../modules/telemetry/progress.js';
import { OwnTopics } from '../../modules/telemetry/own-topics.js';
import { RamOutbox } from '../../modules/telemetry/ram-outbox.js';
import { statusMessage } from '../../modules/telemetry/status-message.js';
import type { TopicSubscription } from '../../modules/telemetry/topic-subscriptions.js';
import { FakeBroker, type Manner } from './fake-broker.js';
import { FakeMqttClient } from './fake-mqtt-client.js';

export interface BenchOptions {
  readonly manner?: Partial<Manner>;
  readonly QoS?: QoS;
  readonly capacity?: number;
  readonly publishWindow?: number;
  readonly random?: () => number;
  /** Milliseconds of the longest wait before an attempt to connect; 60000 by default. */
  readonly longestBackoff?: number;
  readonly credentials?: CredentialsSource;
  /** In the place of the command topic alone. */
  readonly subscriptions?: readonly TopicSubscription[];
}

/** A session over a fake client, fed from an outbox whose payloads are the numbers of its records. */
export function sessionBench(options: BenchOptions = {}) {
  const time = new VirtualTime();
  const broker = new FakeBroker(time, options.manner);
  const link = { connection: 0 };
  /** UTC is the time since the start of the bench, once it is known. */
  const clock = { isKnown: true, now: () => (clock.isKnown ? time.now() : undefined) };
  const outbox = new RamOutbox({ capacity: options.capacity ?? 8192, maximumPayload: 64 });
  const progress: Progress[] = [];
  const commands: string[] = [];
  const QoS = options.QoS ?? 1;
  const reporter = new Reporter((...event) => progress.push(event));
  const buffer = new Uint8Array(64);
  const accept = (byteLength: number): number => {
    const before = outbox.dropped;
    const sequence = outbox.append(buffer, byteLength, TimeBase.uptime, time.now());
    if (outbox.dropped !== before) own.noteDrops();
    return sequence;
  };
  const own: OwnTopics = new OwnTopics({
    time,
    outbox,
    recorder: { buffer, accept },
    reporter,
    onAccepted: () => session.wake(),
  });
  const publisher = new OutboxPublisher({
    own,
    time,
    reporter,
    onDue: () => session.wake(),
    outbox,
    topic: 'p/n/readings',
    QoS,
    window: options.publishWindow,
    overhead: 0,
    compose: ({ payload, byteLength }, target, offset) => {
      target.set(payload.subarray(0, byteLength), offset);
      return offset + byteLength;
    },
  });
  const session: MqttSession = new MqttSession({
    time,
    link,
    client: { io: FakeMqttClient, broker },
    clock,
    credentials: options.credentials ?? (() => ({ clientId: 'n' })),
    backoff: new Backoff({ base: 2000, maximum: options.longestBackoff ?? 60000, random: options.random ?? (() => 0.5) }),
    birth: statusMessage('p/n/status', 'online'),
    last: statusMessage('p/n/status', 'offline'),
    QoS,
    source: publisher,
    publishWindow: options.publishWindow,
    messageLimit: 32,
    reporter,
    subscriptions: options.subscriptions ?? [
      {
        topic: 'p/n/command',
        QoS,
        onMessage: (bytes) => commands.push(new TextDecoder().decode(bytes)),
        onTooLong: () => commands.push('too long'),
      },
    ],
  });
  let appended = 0;
  const append = (): number => {
    appended += 1;
    const payload = new TextEncoder().encode(String(appended));
    buffer.set(payload);
    accept(payload.length);
    session.wake();
    return appended;
  };
  const setLink = (connection: number): void => {
    link.connection = connection;
    session.wake();
  };
  const states = (): string[] => progress.filter(([event]) => event === 'session').map(([, state]) => String(state));
  const errors = (): string[] => {
    return progress.filter(([event]) => event === 'connection-lost').map(([, error]) => String((error as Error).message));
  };
  return { time, clock, broker, link, outbox, own, publisher, progress, commands, session, append, setLink, states, errors };
}
