import { joined } from '../../module/line/byte-text.js';
import { number, text } from '../fault-options.js';
import type { FaultRow } from '../fault.js';
import { framed } from '../spoken-text.js';

/** URCs at bad moments, too many of them, some that nobody knows, and lines that are none. */
export const urcFaults: readonly FaultRow[] = [
  {
    name: 'urc-before-answer',
    title: 'A URC comes after the command has left, before anything else',
    rows: ['F1'],
    span: 'lasting',
    options: [text('urc', '+MIPNTP: 0', 'the line'), text('command', 'AT', 'how the commands begin')],
    begin: ({ commands, line, module }, values) =>
      commands.onCommands((command) => {
        if (command.startsWith(values.text('command'))) line.write(framed(module.profile, values.text('urc')));
        return undefined;
      }),
  },
  {
    name: 'look-alike-urc',
    title: 'A URC with the prefix of the query that is under way comes before its answer',
    rows: ['F2'],
    span: 'lasting',
    options: [text('urc', '+CGREG: 2', 'the line'), text('command', 'AT+CGREG?', 'the query')],
    begin: ({ commands, module }, values) =>
      commands.onSpeech(({ kind, bytes }, say) => {
        const isAnswer = kind === 'information' && commands.current === values.text('command');
        if (isAnswer) say(framed(module.profile, values.text('urc')));
        say(bytes);
      }),
  },
  {
    name: 'unknown-urc',
    title: 'A URC comes that no manual knows',
    rows: ['F11'],
    span: 'instant',
    options: [text('urc', '+XYZZY: 1,"OK",2', 'the line')],
    begin: ({ line, module }, values) => {
      line.write(framed(module.profile, values.text('urc')));
      return undefined;
    },
  },
  {
    name: 'urc-storm',
    title: 'URCs come in quick succession',
    rows: ['F11', 'F24'],
    span: 'lasting',
    options: [
      text('urc', '+CSQ: 17,99', 'the line'),
      number('count', 200, 1, 1000000, 'lines'),
      number('interval', 5, 0, 3600000, 'milliseconds between two'),
    ],
    begin: ({ line, module, time }, values, end) => {
      let left = values.number('count');
      const alarm = time.alarm(() => {
        line.write(framed(module.profile, values.text('urc')));
        left -= 1;
        if (left > 0) alarm.arm(values.number('interval'));
        else end();
      });
      alarm.arm(0);
      return () => alarm.disarm();
    },
  },
  {
    name: 'stray-lines',
    title: 'Lines that belong to nothing come before final results',
    rows: ['F22'],
    span: 'lasting',
    options: [text('text', 'spi_flash: 0x1f ready', 'the line')],
    begin: ({ commands, module }, values) =>
      commands.onSpeech(({ kind, bytes }, say) =>
        say(kind === 'final' ? joined(framed(module.profile, values.text('text')), bytes) : bytes),
      ),
  },
];
