import type { Benchmark } from '../benchmark.js';
import type { Cell, Table } from '../table.js';
import { ideal, type LinkCase } from './link-case.js';
import { LinkRig } from './link-rig.js';

const MESSAGES = 20;
const BAUDS = [115_200, 921_600];
const PAYLOADS = [20, 100, 1000];
const QOS = [0, 1] as const;
const ROUND_TRIPS = [0, 50, 200, 1000];

export const link: Benchmark = {
  name: 'link',
  about: 'messages a second through driver and simulated module in virtual time, as a share of what the wire allows',
  run: () => Promise.resolve(BAUDS.map(table)),
};

/** Virtual time: the same figures on each machine. */
function table(baud: number): Table {
  const rows = QOS.flatMap((qos) => PAYLOADS.map((payload) => row(baud, qos, payload)));
  return {
    caption: `**${baud.toLocaleString('en')} baud**, one publish in flight`,
    columns: [
      { name: 'QoS' },
      { name: 'payload' },
      ...ROUND_TRIPS.flatMap((roundTrip) => [
        { name: `messages/s at ${roundTrip} ms`, digits: 1 },
        { name: '% of the limit', digits: 1 },
      ]),
    ],
    rows,
  };
}

function row(baud: number, qos: 0 | 1, payload: number): Cell[] {
  const figures = ROUND_TRIPS.flatMap((roundTrip) => {
    const { perSecond, share } = efficiency({ baud, qos, payload, roundTrip });
    return [perSecond, share * 100];
  });
  return [qos, payload, ...figures];
}

/** `share` is that of the limit, which is 1. */
export function efficiency(linkCase: LinkCase): { readonly perSecond: number; readonly share: number } {
  const milliseconds = new LinkRig(linkCase).publish(MESSAGES) / MESSAGES;
  return { perSecond: 1000 / milliseconds, share: ideal(linkCase) / milliseconds };
}
