import { CME } from '../../module/line/result-codes.js';
import { losingFirst } from '../byte-filters.js';
import { choice, number, text } from '../fault-options.js';
import type { FaultRow } from '../fault.js';
import { bytesOf, framed } from '../spoken-text.js';

/** Commands that take a payload behind a prompt. */
const PROMPTED = ['AT+MQTTPUB=', 'AT+MQTTWILL=', 'AT+GTSSLFILE='];

/** What goes wrong between a command with a payload and its final result. */
export const promptFaults: readonly FaultRow[] = [
  {
    name: 'prompt-stuck',
    title: 'The module takes the payload, but its prompt never comes',
    rows: ['F8', 'F9'],
    span: 'once',
    begin: ({ commands }, _values, end) =>
      commands.onSpeech(({ kind, bytes }, say) => {
        if (kind === 'prompt') end();
        else say(bytes);
      }),
  },
  {
    name: 'prompt-late',
    title: 'The next prompt comes late',
    rows: ['F8'],
    span: 'once',
    options: [number('delay', 8, 0, 3600, 'seconds')],
    begin: ({ commands, time }, values, end) =>
      commands.onSpeech(({ kind, bytes }, say) => {
        if (kind !== 'prompt') return say(bytes);
        end();
        time.alarm(() => say(bytes)).arm(values.number('delay') * 1000);
      }),
  },
  {
    name: 'bare-prompt',
    title: 'Prompts come without a line end before them',
    rows: ['F8'],
    span: 'lasting',
    begin: ({ commands }) => commands.onSpeech(({ kind, bytes }, say) => say(kind === 'prompt' ? bytesOf('> ') : bytes)),
  },
  {
    name: 'urc-for-prompt',
    title: 'A URC comes where the next prompt is due',
    rows: ['F8'],
    span: 'once',
    options: [text('urc', '+MQTTMSG: 2,0,"t","OK"', 'the line'), choice('then', ['prompt', 'nothing'], 'what comes behind it')],
    begin: ({ commands, module }, values, end) =>
      commands.onSpeech(({ kind, bytes }, say) => {
        if (kind !== 'prompt') return say(bytes);
        end();
        say(framed(module.profile, values.text('urc')));
        if (values.text('then') === 'prompt') say(bytes);
      }),
  },
  {
    name: 'prompt-refused',
    title: 'The next command with a payload is answered with an error instead of a prompt',
    rows: ['F8'],
    span: 'once',
    begin: ({ commands }, _values, end) =>
      commands.onCommands((command) => {
        if (!PROMPTED.includes(command)) return undefined;
        end();
        return { refusal: CME.unknown };
      }),
  },
  {
    name: 'payload-short',
    title: 'The first bytes of the next payload are lost, and the module waits for as many more',
    rows: ['F9'],
    span: 'once',
    options: [number('count', 3, 1, 100000, 'bytes')],
    begin: ({ commands, line }, values, end) => {
      let unfilter = (): void => undefined;
      const unwatch = commands.onSpeech(({ kind, bytes }, say) => {
        if (kind === 'prompt') unfilter = line.filter('to-module', losingFirst(values.number('count'), end));
        say(bytes);
      });
      return () => {
        unwatch();
        unfilter();
      };
    },
  },
];
