import type { Benchmark } from '../benchmark.js';
import type { Cell, Table } from '../table.js';
import { ideal, type LinkCase, wireLimit } from './link-case.js';
import { LinkRig } from './link-rig.js';

const MESSAGES = 20;
/** The client's largest window, and several of them, so that the gaps between windows count. */
const WINDOW = 256;
const WINDOWS = 4;
const BAUDS = [115_200, 921_600];
const PAYLOADS = [20, 100, 1000];
const QOS = [0, 1] as const;
const ROUND_TRIPS = [0, 50, 200, 1000];

interface Figures {
  readonly perSecond: number;
  /** Of the limit, which is 1. */
  readonly share: number;
}

export const link: Benchmark = {
  name: 'link',
  about: 'messages a second through driver and simulated module in virtual time, as a share of what the wire allows',
  run: () => Promise.resolve([...BAUDS.map(oneInFlight), ...BAUDS.map(windowed)]),
};

/** Virtual time: the same figures on each machine. */
function oneInFlight(baud: number): Table {
  const row = (qos: 0 | 1, payload: number): Cell[] => [
    qos,
    payload,
    ...cells((roundTrip) => efficiency({ baud, qos, payload, roundTrip, window: 1 })),
  ];
  return {
    caption: `${bold(baud)}, one publish in flight`,
    columns: [{ name: 'QoS' }, { name: 'payload' }, ...columns('% of the limit')],
    rows: QOS.flatMap((qos) => PAYLOADS.map((payload) => row(qos, payload))),
  };
}

function windowed(baud: number): Table {
  const row = (payload: number): Cell[] => [
    payload,
    ...cells((roundTrip) => windowEfficiency({ baud, qos: 1, payload, roundTrip, window: WINDOW })),
  ];
  return {
    caption: `${bold(baud)}, QoS 1, \`publishWindow: ${WINDOW}\``,
    columns: [{ name: 'payload' }, ...columns('% of the wire limit')],
    rows: PAYLOADS.map(row),
  };
}

function bold(baud: number): string {
  return `**${baud.toLocaleString('en')} baud**`;
}

function columns(share: string): Table['columns'] {
  return ROUND_TRIPS.flatMap((roundTrip) => [
    { name: `messages/s at ${roundTrip} ms`, digits: 1 },
    { name: share, digits: 1 },
  ]);
}

function cells(figures: (roundTrip: number) => Figures): number[] {
  return ROUND_TRIPS.flatMap((roundTrip) => {
    const { perSecond, share } = figures(roundTrip);
    return [perSecond, share * 100];
  });
}

export function efficiency(linkCase: LinkCase): Figures {
  const milliseconds = new LinkRig(linkCase).publish(MESSAGES) / MESSAGES;
  return { perSecond: 1000 / milliseconds, share: ideal(linkCase) / milliseconds };
}

/** Several windows, to the acknowledgement of the last; a share of what the wire allows when nothing waits for the broker. */
export function windowEfficiency(linkCase: LinkCase): Figures {
  const count = WINDOWS * linkCase.window;
  const milliseconds = new LinkRig(linkCase).publish(count) / count;
  return { perSecond: 1000 / milliseconds, share: wireLimit(linkCase) / milliseconds };
}
