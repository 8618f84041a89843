import type { Table } from '../table.js';
import { dataMonth, type DataConfiguration } from './data-month.js';

const MINUTE = 60_000;
const MEGABYTE = 1_000_000;

const SETTINGS: Readonly<Record<string, DataConfiguration>> = {
  'each 10 s': { interval: MINUTE / 6 },
  'each minute (the default)': { interval: MINUTE },
  'each minute, QoS 0': { interval: MINUTE, QoS: 0 },
  'each 15 minutes': { interval: 15 * MINUTE },
  'each minute, connected once an hour, in batches': { interval: MINUTE, backlog: {}, dutyCycle: { period: 60 * MINUTE } },
  'each 15 minutes, connected four times a day, in batches': {
    interval: 15 * MINUTE,
    backlog: {},
    dutyCycle: { period: 6 * 60 * MINUTE },
  },
};

/** What a node of the simulated sensor takes of a data plan. */
export function dataTable(): Table {
  const months = Object.values(SETTINGS).map(dataMonth);
  return {
    caption: `A month of 30 days, readings of ${months[0].readingBytes} bytes, QoS 1, keep-alive 60 s; IPv4 and TCP headers counted`,
    columns: [
      { name: 'a reading' },
      { name: 'readings' },
      { name: 'connections' },
      { name: 'MB', digits: 1 },
      { name: 'MB with TLS records', digits: 1 },
    ],
    rows: Object.keys(SETTINGS).map((name, index) => {
      const { readings, connections, bytes, tlsBytes } = months[index];
      return [name, readings, connections, bytes / MEGABYTE, (bytes + tlsBytes) / MEGABYTE];
    }),
  };
}
