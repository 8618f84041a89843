import type { RegistrationStatus } from '../module/state.js';
import { type FaultValues, number, text } from './fault-options.js';
import type { FaultSite } from './fault-site.js';
import { type FaultRow, faultsOf } from './fault.js';

function registering(status: RegistrationStatus): Pick<FaultRow, 'span' | 'begin'> {
  return { span: 'lasting', begin: ({ registration }) => registration.set(status) };
}

/** 0 to 31, or 99, one after the other. */
const LEVELS = /^(\d|[12]\d|3[01]|99)(\/(\d|[12]\d|3[01]|99))*$/;

/** The signal goes from level to level, again and again. */
function followSignal({ signal, time }: FaultSite, values: FaultValues): () => void {
  const levels = values.text('levels').split('/').map(Number);
  let index = 0;
  let undo = signal.set(levels[0]);
  const alarm = time.alarm(() => {
    index = (index + 1) % levels.length;
    undo();
    undo = signal.set(levels[index]);
    alarm.arm(values.number('step') * 1000);
  });
  alarm.arm(values.number('step') * 1000);
  return () => {
    alarm.disarm();
    undo();
  };
}

export const networkFaults = faultsOf('network', [
  { name: 'registration-lost', title: 'The network is lost, and searched for', rows: ['F18', 'F21'], ...registering(2) },
  { name: 'registration-denied', title: 'The network denies the registration', rows: ['F21'], ...registering(3) },
  { name: 'roaming', title: 'The network is a foreign one', rows: ['F2'], ...registering(5) },
  {
    name: 'weak-signal',
    title: 'The signal is weak, unknown or gone',
    rows: ['F18'],
    span: 'lasting',
    options: [number('level', 4, 0, 99, '0 to 31 as AT+CSQ tells it, 99 unknown')],
    begin: ({ signal }, values) => signal.set(values.number('level')),
  },
  {
    name: 'signal-follows',
    title: 'The signal follows a profile',
    rows: ['F18'],
    span: 'lasting',
    options: [
      text('levels', '20/12/4/99/4/12', 'as AT+CSQ tells them, in turn', LEVELS),
      number('step', 60, 1, 86400, 'seconds for each'),
    ],
    begin: followSignal,
  },
  {
    name: 'data-call-lost',
    title: 'The network takes the address back, and the module says so',
    rows: ['F18'],
    span: 'instant',
    begin: ({ module }) => {
      module.dataCall.lose({ withUrc: true });
      return undefined;
    },
  },
  {
    name: 'data-call-lost-silently',
    title: 'The network takes the address back, and the module says nothing',
    rows: ['F18'],
    span: 'instant',
    begin: ({ module }) => {
      const undo = module.adjust({ reportsBreakOnContextLoss: false });
      module.dataCall.lose({ withUrc: false });
      undo();
      return undefined;
    },
  },
  {
    name: 'data-call-stale',
    title: 'The data call claims to be up and has no address',
    rows: ['F18'],
    span: 'instant',
    begin: ({ module }) => {
      module.dataCall.goStale();
      return undefined;
    },
  },
  {
    name: 'data-call-refused',
    title: 'The network gives no address',
    rows: ['F20'],
    span: 'lasting',
    begin: ({ dataService }) => dataService.set(false),
  },
  {
    name: 'nat-timeout',
    title: 'The carrier\'s NAT forgets connections that are idle',
    rows: ['F18'],
    span: 'lasting',
    options: [number('idle', 150, 1, 86400, 'seconds')],
    begin: ({ uplink }, values) => {
      const undo = uplink.conditions.idleLimit.override.set(values.number('idle') * 1000);
      uplink.pass();
      return () => {
        undo();
        uplink.pass();
      };
    },
  },
  {
    name: 'connection-dead',
    title: 'The connection is dead, and nobody is told',
    rows: ['F18'],
    span: 'instant',
    begin: ({ uplink }) => {
      uplink.muteAll();
      return undefined;
    },
  },
  {
    name: 'latency',
    title: 'Packets take longer',
    rows: ['F19'],
    span: 'lasting',
    options: [number('delay', 2000, 0, 600000, 'milliseconds each way')],
    begin: ({ uplink }, values) => uplink.conditions.latency.override.set(values.number('delay')),
  },
  {
    name: 'packet-loss',
    title: 'Packets are lost and sent again',
    rows: ['F19'],
    span: 'lasting',
    options: [number('rate', 0.2, 0, 1, 'part of the packets')],
    begin: ({ uplink }, values) => uplink.conditions.loss.override.set(values.number('rate')),
  },
  {
    name: 'throttling',
    title: 'The network lets little through',
    rows: ['F19'],
    span: 'lasting',
    options: [number('throughput', 100, 1, 1e9, 'bytes a second, each way')],
    begin: ({ uplink }, values) => uplink.conditions.throughput.override.set(values.number('throughput')),
  },
]);
