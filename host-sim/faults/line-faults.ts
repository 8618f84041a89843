import { joined } from '../module/line/byte-text.js';
import * as filters from './byte-filters.js';
import { choice, type FaultValues, number } from './fault-options.js';
import type { FaultSite } from './fault-site.js';
import { type FaultRow, faultsOf } from './fault.js';
import type { ByteFilter, LineDirection } from './faulty-line.js';
import { bytesOf, framed } from './spoken-text.js';

const DIRECTION = choice('direction', ['both', 'to-host', 'to-module'], 'which bytes');
const RATE = number('rate', 0.002, 0, 1, 'part of the bytes');
/** Where the line tells no rate. */
const USUAL_BAUD = 115200;

/** What happens to single bytes, each on its own. */
function byChance(make: (chance: filters.Chance) => ByteFilter): Pick<FaultRow, 'span' | 'options' | 'begin'> {
  return {
    span: 'lasting',
    options: [RATE, DIRECTION],
    begin: ({ line, random }, values) => {
      const filter = make({ random, rate: values.number('rate') });
      const undo = directionsOf(values).map((direction) => line.filter(direction, filter));
      return () => undo.forEach((end) => end());
    },
  };
}

function directionsOf(values: FaultValues): readonly LineDirection[] {
  const direction = values.text('direction');
  return direction === 'to-host' || direction === 'to-module' ? [direction] : ['to-host', 'to-module'];
}

function changeBaud({ line }: FaultSite, values: FaultValues): () => void {
  const baud = values.number('baud');
  if (line.rate !== undefined) return line.rate.set(baud);
  const toHost = line.filter('to-host', filters.misreading(baud, USUAL_BAUD));
  const toModule = line.filter('to-module', filters.misreading(USUAL_BAUD, baud));
  return () => {
    toHost();
    toModule();
  };
}

/** Bytes that come after the line has been quiet are lost while the module's UART wakes up. */
function dropOnWake({ line, time }: FaultSite, values: FaultValues): () => void {
  const idle = values.number('idle') * 1000;
  let heardAt = -Infinity;
  let left = 0;
  return line.filter('to-module', (bytes) => {
    if (time.now() - heardAt > idle) left = values.number('count');
    heardAt = time.now();
    const lost = Math.min(left, bytes.length);
    left -= lost;
    return bytes.subarray(lost);
  });
}

export const lineFaults = faultsOf('line', [
  { name: 'bytes-lost', title: 'Bytes are lost on the line', rows: ['F9', 'F10', 'F32'], ...byChance(filters.losing) },
  { name: 'bytes-flipped', title: 'Single bits are wrong', rows: ['F26'], ...byChance(filters.flipping) },
  { name: 'bytes-repeated', title: 'Bytes arrive twice', rows: ['F26'], ...byChance(filters.repeating) },
  { name: 'bytes-inserted', title: 'Bytes arrive that nobody sent', rows: ['F26'], ...byChance(filters.inserting) },
  {
    name: 'reads-cut',
    title: 'What the module says arrives in pieces, cut anywhere',
    rows: ['F5'],
    span: 'lasting',
    options: [
      number('longest', 12, 1, 1000, 'bytes of the longest piece'),
      number('pause', 2, 0, 60000, 'milliseconds between pieces, at most'),
    ],
    begin: ({ line, random }, values) =>
      line.cut(() => ({ length: 1 + Math.floor(random() * values.number('longest')), pause: random() * values.number('pause') })),
  },
  {
    name: 'fifo-overrun',
    title: 'The host reads late and its receive FIFO overflows',
    rows: ['F10'],
    span: 'lasting',
    options: [
      number('latency', 20, 0, 60000, 'milliseconds from a byte to the host\'s reading'),
      number('fifo', 128, 1, 65536, 'bytes of the FIFO'),
    ],
    begin: ({ line, time }, values) => {
      const baud = line.baud ?? USUAL_BAUD;
      const reader = { now: () => time.now(), baud, fifo: values.number('fifo'), latency: values.number('latency') };
      return line.filter('to-host', filters.overrunning(reader));
    },
  },
  {
    name: 'wrong-baud',
    title: 'The module speaks at another rate than the host',
    rows: ['F15'],
    span: 'lasting',
    options: [number('baud', 9600, 300, 4000000, 'bits per second')],
    begin: changeBaud,
  },
  {
    name: 'echo-returns',
    title: 'The module forgets that its echo was switched off, and its other settings',
    rows: ['F14', 'F15'],
    span: 'instant',
    begin: ({ module }) => {
      module.forgetSettings();
      return undefined;
    },
  },
  {
    name: 'echo-form',
    title: 'The echo of a line ends with its CR, or without it',
    rows: ['F23'],
    span: 'lasting',
    options: [choice('terminator', ['sent', 'left-out'], 'whether the CR is echoed')],
    begin: ({ module }, values) => module.adjust({ echoesTerminator: values.text('terminator') === 'sent' }),
  },
  {
    name: 'blanks',
    title: 'Blanks behind colon, comma and prompt come or go',
    rows: ['F23'],
    span: 'lasting',
    options: [choice('everywhere', ['no', 'yes'], 'whether there are any')],
    begin: ({ module }, values) => {
      const has = values.text('everywhere') === 'yes';
      return module.adjust({ blankAfterColon: has, blankAfterComma: has, blankAfterPrompt: has });
    },
  },
  {
    name: 'line-ends',
    title: 'Lines end with something else than CR LF',
    rows: ['F23'],
    span: 'lasting',
    options: [choice('form', ['lf', 'crcrlf', 'crlf'], 'what ends a line')],
    begin: ({ module }, values) => {
      const form = values.text('form');
      return module.adjust({ lineEnding: form === 'lf' || form === 'crcrlf' ? form : 'crlf' });
    },
  },
  {
    name: 'empty-lines',
    title: 'Empty lines come before each line',
    rows: ['F23'],
    span: 'lasting',
    begin: ({ commands, module }) =>
      commands.onSpeech(({ kind, bytes }, say) => say(kind === 'echo' ? bytes : joined(framed(module.profile, ''), bytes))),
  },
  {
    name: 'invalid-bytes',
    title: 'Bytes that are no text come before each line',
    rows: ['F26'],
    span: 'lasting',
    begin: ({ commands }) => commands.onSpeech(({ bytes }, say) => say(joined(Uint8Array.of(0xff, 0x00, 0xfe), bytes))),
  },
  {
    name: 'line-beheaded',
    title: 'The next URC loses its first characters',
    rows: ['F26', 'F32'],
    span: 'once',
    options: [number('count', 4, 1, 100, 'characters')],
    begin: ({ commands }, values, end) =>
      commands.onSpeech(({ kind, bytes }, say) => {
        if (kind !== 'urc') return say(bytes);
        end();
        say(bytes.subarray(2 + values.number('count')));
      }),
  },
  {
    name: 'wake-up-loss',
    title: 'The first characters after a pause wake the module up and are lost',
    rows: ['F17'],
    span: 'lasting',
    options: [number('idle', 10, 0, 86400, 'seconds of quiet after which it sleeps'), number('count', 4, 1, 1000, 'characters')],
    begin: dropOnWake,
  },
  {
    name: 'garbage',
    title: 'The line brings bytes that mean nothing, as when a plug is pulled',
    rows: ['F26'],
    span: 'instant',
    options: [number('count', 200, 1, 100000, 'bytes')],
    begin: ({ line, random }, values) => {
      line.write(Uint8Array.from({ length: values.number('count') }, () => Math.floor(random() * 256)));
      return undefined;
    },
  },
  {
    name: 'quoted-result',
    title: 'The line brings text that looks like results, in the middle of other text',
    rows: ['F26'],
    span: 'instant',
    begin: ({ line, module }) => {
      line.write(joined(bytesOf('garbled OK ERROR +MQTTPUB: 1,1'), framed(module.profile, 'xOK')));
      return undefined;
    },
  },
]);
