import { ModdableTime } from 'cellnode';
import { cbor } from 'cellnode/cbor';
import { senml } from 'cellnode/senml';
import type { EncodingMaker } from '../../../../modules/encodings/encoding.js';
import { json } from '../../../../modules/encodings/json.js';
import { SensorNode } from '../../../../modules/firmware/sensor-node.js';
import { RamOutbox } from '../../../../modules/telemetry/ram-outbox.js';
import { TimeBase } from '../../../../modules/telemetry/outbox.js';
import { SETTLED, TextMemory } from '../../../support/text-memory.js';
import { type ENCODING_NAMES, HEALTH_CALL, OBJECT, type TurnReport } from '../report.js';
import { bytesOf } from './bytes.js';
import { metered, takeLongestTurn } from './meter.js';
import { until } from './node.js';
import type { Path } from './paths.js';
import { HOST, scriptCommand, scriptCommandAnnouncement, scriptNode } from './script.js';
import { announce, Serial } from './scripted-module.js';
import { letPass } from './timer.js';

const NODE_ID = 'node';
const TOPIC_PREFIX = 'plant';
const PREFIX = `${TOPIC_PREFIX}/${NODE_ID}`;
const INTERVAL = 60_000;
const DAY = 86_400_000;
/** Milliseconds in which a command is answered, or a health record is sent, and none of the intervals ends. */
const ANSWERING = 5000;
const SAMPLE = { thermometer: { temperature: 21.5 }, barometer: { pressure: 101_325 } };
/** Number of the first reading. */
const FIRST = 1000;
const COMMAND = '{"valve":true}';
const ENCODINGS: Readonly<Record<EncodingName, EncodingMaker>> = { JSON: json, CBOR: cbor, SenML: senml };

type EncodingName = (typeof ENCODING_NAMES)[number];

/** A node with a sensor, a topic and a command of its own, which says all that it does in one encoding. */
export interface OwnNode {
  /** What it does all day. */
  readonly paths: readonly Path[];
  /** The longest turns of what it does now and then, which may take memory: it is done now. */
  rareTurns(): readonly TurnReport[];
  close(): void;
}

/** `encoding`: its name. */
export function ownNode(encoding: EncodingName): OwnNode {
  const outbox = new RamOutbox();
  const taken: { sample: unknown; count: number } = { sample: undefined, count: 0 };
  passOver(outbox);
  scriptNode(PREFIX, NODE_ID);
  const node = new SensorNode({
    serial: { io: Serial },
    time: new ModdableTime(),
    sensors: [
      {
        name: 'air',
        interval: INTERVAL,
        sample() {
          taken.count += 1;
          return taken.sample;
        },
      },
    ],
    encoding: ENCODINGS[encoding],
    commands: {
      valve: {
        run(value, reply) {
          reply({ isOpen: value });
        },
      },
    },
    health: { interval: DAY, version: '1.0.0' },
    modem: { checkInterval: DAY, memory: new TextMemory(SETTLED) },
    configuration: { nodeId: NODE_ID, topicPrefix: TOPIC_PREFIX, broker: { host: HOST, liveness: DAY } },
    outbox,
    random: () => 0,
  });
  const event = node.topic('plant/{nodeId}/event');
  const isIdle = (): boolean => outbox.length === 0;
  metered(() => node.start())();
  until(() => node.session === 'ready');
  takeLongestTurn();
  letPass(ANSWERING);
  const health = takeLongestTurn();
  return {
    paths: [
      sampled(encoding, 'a number', 21.5, taken, isIdle),
      sampled(encoding, OBJECT, SAMPLE, taken, isIdle),
      published(encoding, (payload) => event.publish(payload), isIdle),
    ],
    rareTurns() {
      const message = scriptCommand(PREFIX, COMMAND);
      takeLongestTurn();
      announce(message, bytesOf(scriptCommandAnnouncement(PREFIX, COMMAND)));
      letPass(ANSWERING);
      return [
        { name: `${HEALTH_CALL}${encoding}`, computrons: health },
        { name: `a command obeyed, and answered in ${encoding}`, computrons: takeLongestTurn() },
      ];
    },
    close() {
      let isClosed = false;
      node.close(() => {
        isClosed = true;
      });
      until(() => isClosed);
    },
  };
}

/** So that numbers have as many digits in all that is measured: a view is made where a message is longer than the one before. */
function passOver(outbox: RamOutbox): void {
  for (let sequence = 1; sequence < FIRST; sequence += 1) outbox.acknowledge(outbox.append(new Uint8Array(1), 1, TimeBase.utc, 0));
}

/** Rounds are as long as the interval. */
function sampled(encoding: string, kind: string, sample: unknown, taken: { sample: unknown; count: number }, isIdle: () => boolean): Path {
  let goal = 0;
  const isOver = (): boolean => taken.count >= goal && isIdle();
  return {
    name: `${kind} sampled, recorded and published in ${encoding}`,
    size: 0,
    prepare() {
      taken.sample = sample;
    },
    run(count) {
      for (let round = 0; round < count; round += 1) {
        goal = taken.count + 1;
        until(isOver);
      }
    },
  };
}

/** A message of the program's own, on a topic of its own. */
function published(encoding: string, publish: (payload: Uint8Array) => void, isIdle: () => boolean): Path {
  const payload = bytesOf('{"valve":"open"}');
  const begin = metered(() => publish(payload));
  return {
    name: `a message of the program's own, beside ${encoding}`,
    size: payload.length,
    prepare: () => undefined,
    run(count) {
      for (let round = 0; round < count; round += 1) {
        begin();
        until(isIdle);
      }
    },
  };
}
