import { latin1Text } from '../../module/line/byte-text.js';
import { seededVoice } from '../../module/voice.js';
import type { FaultSite } from '../fault-site.js';
import type { FaultRow } from '../fault.js';
import { choice, number, text } from '../fault-options.js';
import { bytesOf, framed } from '../spoken-text.js';

/** Characters that one message holds whatever they are. */
const MESSAGE_LIMIT = 70;

/** `+NAME: fields` between its line ends, and blanks before the last. */
const LINE = /^([\r\n]*\+[A-Z]+: ?)([^\r\n]*?)( *[\r\n]+)$/;
/** Their payloads are counted, or end with the line's last quote: every module writes them as they are. */
const WITH_PAYLOAD = /^[\r\n]*\+(MQTTREAD|MQTTMSG):/;
/** A text in quotes, a field without, or a comma. */
const PIECES = /"[^"]*"|[^,"]+|,/g;

/** Answers and URCs of one line are said in another form; longer ones, and those with a payload, as they are. */
function reshaped(reshape: (fields: string) => string): Pick<FaultRow, 'span'> & { begin(site: FaultSite): () => void } {
  return {
    span: 'lasting',
    begin: ({ commands }) =>
      commands.onSpeech(({ kind, bytes }, say) => {
        const line = latin1Text(bytes);
        const parts = kind === 'information' || kind === 'urc' ? LINE.exec(line) : null;
        if (parts === null || WITH_PAYLOAD.test(line)) return say(bytes);
        say(bytesOf(parts[1] + reshape(parts[2]) + parts[3]));
      }),
  };
}

function withQuotes(fields: string): string {
  const pieces = fields.match(PIECES) ?? [];
  return pieces.map((piece) => (/^[",]/.test(piece) ? piece : piece.replace(/^( *)(.*)$/, '$1"$2"'))).join('');
}

/** Lines that mean the same and are written in another way than the manual has them, as field reports show them. */
export const formFaults: readonly FaultRow[] = [
  {
    name: 'further-fields',
    title: 'Answers and URCs have more fields than the manual has',
    rows: ['F31'],
    span: 'lasting',
    options: [text('fields', ',0', 'what stands behind')],
    begin: (site, values) => reshaped((fields) => fields + values.text('fields')).begin(site),
  },
  {
    name: 'other-quotes',
    title: 'Texts stand without their quotes, or numbers within quotes',
    rows: ['F31'],
    span: 'lasting',
    options: [choice('quotes', ['none', 'everywhere'], 'what stands in quotes')],
    begin: (site, values) =>
      reshaped(values.text('quotes') === 'none' ? (fields) => fields.replaceAll('"', '') : withQuotes).begin(site),
  },
  {
    name: 'words-before-answers',
    title: 'A word that belongs to nothing comes before each answer',
    rows: ['F22', 'F31'],
    span: 'lasting',
    options: [text('word', 'SMS DONE', 'the line')],
    begin: ({ commands, module }, values) =>
      commands.onSpeech(({ kind, bytes }, say) => {
        if (kind === 'information') say(framed(module.profile, values.text('word')));
        say(bytes);
      }),
  },
  {
    name: 'other-voice',
    title: 'The module writes what it says as other modules do, in every way at once that a seed chooses',
    rows: ['F31'],
    span: 'lasting',
    options: [number('seed', 1, 0, 0xffffffff, 'of the choice')],
    begin: ({ module }, values) => module.adjust(seededVoice(values.number('seed'))),
  },
  {
    name: 'message-arrives',
    title: 'Somebody sends the module a short message',
    rows: ['F38'],
    span: 'instant',
    options: [
      { kind: 'text', name: 'number', initial: '+8613900000001', meaning: 'whose (digits, with + before an international one)', pattern: /^\+?\d{1,20}$/ },
      text('text', 'hello', 'what it says, 70 characters at most'),
    ],
    begin: ({ module }, values) => {
      module.radio.messages.send({ number: values.text('number'), text: values.text('text').slice(0, MESSAGE_LIMIT) });
      return undefined;
    },
  },
  {
    name: 'message-on-line',
    title: 'A short message is written on the line, whatever the module was told',
    rows: ['F38'],
    span: 'instant',
    options: [
      text('text', '+MIPCALL: 0', 'what it says'),
      text('header', '+CMT: "+8613800100500",,"26/03/01,08:00:10+32"', 'the line above'),
    ],
    begin: ({ line, module }, values) => {
      line.write(framed(module.profile, values.text('header'), values.text('text')));
      return undefined;
    },
  },
];
