import { ModdableTime } from 'cellnode';
import { SensorNode } from '../../../../modules/firmware/sensor-node.js';
import { JournalOutbox } from '../../../../modules/telemetry/journal/journal-outbox.js';
import { TimeBase } from '../../../../modules/telemetry/outbox.js';
import { SETTLED, TextMemory } from '../../../support/text-memory.js';
import type { TurnReport } from '../report.js';
import { bytesOf } from './bytes.js';
import { MeteredFlash } from './flash.js';
import { metered, takeLongestTurn } from './meter.js';
import { until } from './node.js';
import { HOST, scriptNode } from './script.js';
import { Serial } from './scripted-module.js';

const NODE_ID = 'node';
const TOPIC_PREFIX = 'plant';
const BLOCKS = 16;
/** Readings that wait when the node starts: several batches. */
const WAITING = 100;
const INTERVAL = 60_000;
const CHECK_INTERVAL = 86_400_000;
const SAMPLE = { thermometer: { temperature: 21.5 } };

class Thermometer {
  sample(): unknown {
    return SAMPLE;
  }

  close(): void {
    // Nothing is held.
  }
}

/** The longest turns of the sensor node while it sends what waits on flash in batches, and while it takes and sends a reading. */
export function nodeTurns(): TurnReport[] {
  const outbox = new JournalOutbox({ flash: { io: { open: () => new MeteredFlash(BLOCKS) } } });
  const payload = bytesOf(JSON.stringify(SAMPLE));
  for (let count = 0; count < WAITING; count += 1) outbox.append(payload, payload.length, TimeBase.utc, 0);
  scriptNode(`${TOPIC_PREFIX}/${NODE_ID}`, NODE_ID);
  const node = new SensorNode({
    serial: { io: Serial },
    time: new ModdableTime(),
    sensors: [{ name: 'air', io: Thermometer, interval: INTERVAL }],
    modem: { checkInterval: CHECK_INTERVAL, memory: new TextMemory(SETTLED) },
    configuration: { nodeId: NODE_ID, topicPrefix: TOPIC_PREFIX, backlog: {}, broker: { host: HOST } },
    outbox,
    random: () => 0,
  });
  metered(() => node.start())();
  until(() => node.session === 'ready');
  takeLongestTurn();
  until(() => node.statistics.waiting === 0);
  const turns = [{ name: 'sending readings of the outbox in batches', computrons: takeLongestTurn() }];
  const { accepted } = node.statistics;
  until(() => node.statistics.accepted > accepted && node.statistics.waiting === 0);
  turns.push({ name: 'taking a reading, and sending it at once', computrons: takeLongestTurn() });
  return turns;
}
