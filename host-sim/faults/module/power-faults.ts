import type { Broadcast } from '../../module/broadcast.js';
import { CME } from '../../module/line/result-codes.js';
import type { ModuleEvent } from '../../module/module-event.js';
import { type FaultValues, number, text } from '../fault-options.js';
import type { FaultSite } from '../fault-site.js';
import type { FaultRow } from '../fault.js';

function reboot({ module }: FaultSite): undefined {
  module.reset();
}

/** The boot lines stay switched off until the SIM card is read, which is the last of them. */
function rebootUnannounced({ module, events }: FaultSite): undefined {
  const undo = module.adjust({ startMessages: false });
  const endWatch = events.watch((event) => {
    if (event.type !== 'sim' || event.state === 'busy') return;
    endWatch();
    undo();
  });
  module.reset();
}

function brownOut({ module, events, time }: FaultSite, values: FaultValues, end: () => void): () => void {
  const alarm = time.alarm(() => {
    end();
    module.reset();
  });
  const endWatch = events.watch((event) => {
    if (event.type !== 'command' || !event.command.startsWith(values.text('command'))) return;
    endWatch();
    alarm.arm(values.number('delay'));
  });
  return () => {
    endWatch();
    alarm.disarm();
  };
}

function cutPower({ module, time }: FaultSite, values: FaultValues, end: () => void): () => void {
  const alarm = time.alarm(end);
  module.powerOff();
  alarm.arm(values.number('duration') * 1000);
  return () => {
    alarm.disarm();
    module.powerOn();
  };
}

/** Tells that the power is gone, once; returns the function that ends the watch. */
function untilPowerOff(events: Broadcast<ModuleEvent>, onOff: () => void): () => void {
  return events.watch((event) => {
    if (event.type === 'power' && event.state === 'off') onOff();
  });
}

/** What loses the module's state, and what only that cures. */
export const powerFaults: readonly FaultRow[] = [
  {
    name: 'reboot',
    title: 'The module restarts by itself, and says so',
    rows: ['F14', 'F27'],
    span: 'instant',
    begin: reboot,
  },
  {
    name: 'reboot-unannounced',
    title: 'The module restarts by itself, without boot lines',
    rows: ['F14', 'F27'],
    span: 'instant',
    begin: rebootUnannounced,
  },
  {
    name: 'brown-out',
    title: 'The supply breaks down during the next such command',
    rows: ['F14'],
    span: 'once',
    options: [
      text('command', 'AT+MQTTPUB', 'how the command begins'),
      number('delay', 0, 0, 60000, 'milliseconds from the command on'),
    ],
    begin: brownOut,
  },
  {
    name: 'power-cut',
    title: 'The module loses its power for a while',
    rows: ['F14', 'F16'],
    span: 'lasting',
    options: [number('duration', 30, 0, 86400, 'seconds')],
    begin: cutPower,
  },
  {
    name: 'hung',
    title: 'The module answers nothing and says nothing until its power is cut',
    rows: ['F20'],
    span: 'lasting',
    begin: ({ line, events }, _values, end) => {
      const undo = [
        line.filter('to-host', (bytes) => bytes.subarray(bytes.length)),
        line.filter('to-module', (bytes) => bytes.subarray(bytes.length)),
        untilPowerOff(events, end),
      ];
      return () => undo.forEach((stop) => stop());
    },
  },
  {
    name: 'operation-in-progress',
    title: 'Commands are refused until the module is restarted',
    rows: ['F20'],
    span: 'lasting',
    options: [text('command', 'AT+MQTT', 'how the commands begin')],
    begin: ({ commands, events }, values, end) => {
      const refusing = commands.onCommands((command) =>
        command.startsWith(values.text('command')) ? { refusal: CME.notAllowed } : undefined,
      );
      const watch = untilPowerOff(events, end);
      return () => {
        refusing();
        watch();
      };
    },
  },
];
