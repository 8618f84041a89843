import { CME } from '../../module/line/result-codes.js';
import { choice, text } from '../fault-options.js';
import type { FaultRow } from '../fault.js';

/** The SIM card, and the hand that pulls it. */
export const simFaults: readonly FaultRow[] = [
  {
    name: 'sim-removed',
    title: 'The SIM card is pulled',
    rows: ['F21'],
    span: 'lasting',
    begin: ({ module: { sim } }) => {
      sim.remove();
      return () => sim.insert();
    },
  },
  {
    name: 'sim-busy',
    title: 'The SIM card is never read to its end, or fails',
    rows: ['F21'],
    span: 'lasting',
    options: [choice('answer', ['busy', 'failure', 'wrong'], 'what AT+CPIN? is answered')],
    begin: ({ commands }, values) => {
      const refusal = { busy: CME.simBusy, failure: CME.simFailure, wrong: CME.simWrong }[values.text('answer')];
      return commands.onCommands((command) => (command === 'AT+CPIN?' && refusal !== undefined ? { refusal } : undefined));
    },
  },
  {
    name: 'sim-wants-pin',
    title: 'The SIM card is put in again and asks for a PIN',
    rows: ['F21'],
    span: 'lasting',
    options: [text('pin', '0000', 'the right one', /^\d{4,8}$/)],
    begin: ({ module: { sim } }, values) => {
      const change = (pin: string | undefined): void => {
        sim.remove();
        sim.demandPin(pin);
        sim.insert();
      };
      change(values.text('pin'));
      return () => change(undefined);
    },
  },
];
