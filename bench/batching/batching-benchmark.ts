import type { BacklogConfiguration } from '../../modules/firmware/configuration.js';
import type { Benchmark } from '../benchmark.js';
import type { Cell, Table } from '../table.js';
import { drain, ROUND_TRIP } from './drain.js';

const WAYS: Readonly<Record<string, BacklogConfiguration | undefined>> = {
  'one reading in a message': undefined,
  'batches of 1024 bytes, 1000 ms between them (the default)': {},
  'batches of 1024 bytes, no pause': { pause: 0 },
  'batches of 4096 bytes, no pause': { limit: 4096, pause: 0 },
};

export const batching: Benchmark = {
  name: 'batching',
  about: 'readings a second and bytes on air per reading after an outage, with and without batches, in virtual time',
  run: () => Promise.resolve([table()]),
};

function table(): Table {
  const drains = Object.values(WAYS).map((backlog) => drain(backlog));
  const perReading = drains.map(({ bytesOnAir, readings }) => bytesOnAir / readings);
  const perSecond = drains.map(({ milliseconds, readings }) => ((readings - 1) / milliseconds) * 1000);
  const rows = Object.keys(WAYS).map((way, index): Cell[] => {
    const { readings, messages } = drains[index];
    const [speed, bytes] = [perSecond[index], perReading[index]];
    return [way, readings, messages, speed, speed / perSecond[0], bytes, bytes / perReading[0]];
  });
  return {
    caption: `An outage of half an hour, QoS 1, 115,200 baud, a round trip of ${ROUND_TRIP} ms`,
    columns: [
      { name: 'outbox sent as' },
      { name: 'readings' },
      { name: 'messages' },
      { name: 'readings/s', digits: 1 },
      { name: '÷ one by one', digits: 2 },
      { name: 'bytes on air per reading', digits: 1 },
      { name: '÷ one by one', digits: 2 },
    ],
    rows,
  };
}
