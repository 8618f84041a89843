import { seededRandom } from './random.js';

/**
 * How a module writes what it says. All of these forms were seen on one module or another, or follow from a standard that grows, and
 * mean the same: who listens must not mind. What is in brackets is the evidence, as docs/facts.md grades it.
 */
export interface Voice {
  /** Whether the echo of a line ends with its CR. MC66x leaves it out, other families send it (sdk, drv). */
  readonly echoesTerminator: boolean;
  /** `+MQTTOPEN: 1,1` or `+MQTTOPEN:1,1`; both were captured. */
  readonly blankAfterColon: boolean;
  /** `1,0` or `1, 0`; both were captured. */
  readonly blankAfterComma: boolean;
  /** Whether a blank stands behind each line's text. Unknown. */
  readonly blankAtLineEnd: boolean;
  /** `\r\n`; `\r\r\n` and a bare `\n` were captured too. */
  readonly lineEnding: 'crlf' | 'crcrlf' | 'lf';
  /** `\r\n> ` (sdk) or `\r\n>` (guide). */
  readonly blankAfterPrompt: boolean;
  /** Which values stand between quotes: texts as specified, none that holds no comma, or all (field reports). */
  readonly quotedValues: 'specified' | 'none' | 'everywhere';
  /** Behind a line's fields: nothing, one that a later release has added, or an empty one (field reports). */
  readonly furtherFields: 'none' | 'zero' | 'empty';
  /** Letters of words that are the module's own: states, hexadecimal digits, texts of errors. Unknown. */
  readonly letterCase: 'specified' | 'upper' | 'lower';
  /** `8661…` (captures), `+CGSN: "8661…"` (a field report) or `IMEI: 8661…`; model and revision the same. */
  readonly identityForm: 'bare' | 'prefixed' | 'labelled';
  /** What stands before the ICCID. Modules write all of these, and do not agree on the command's name either. */
  readonly cardNumberPrefix: '+CCID' | '+ICCID' | 'ICCID' | 'none';
  /** How `AT+CCLK?` tells the time. The year had two digits (captures, guide) and four (a field report); the rest is unknown. */
  readonly clockForm: ClockForm;
  /** Words that belong to nothing, one in turn between a command and each of its information lines (field reports). */
  readonly strayWords: readonly string[];
  /** What a pulled SIM card is reported as: `+SIM: Removed` or `+SIM DROP`; both were captured. */
  readonly simRemovalReport: 'Removed' | 'DROP';
  /** How `+MIPCALL` tells the address: `<ip>` (guide), `1,<ip>` or `<ip4>,<ip6>` (captures). */
  readonly dialReport: 'address' | 'state-address' | 'two-addresses';
  /** `+MIPCALL: 0`, `+MIPCALL: 0,0.0.0.0`, or the same with three such addresses (a field report), as answer and as URC. */
  readonly noAddressReport: 'state' | 'state-address' | 'state-addresses';
  /** What `AT+MQTTREAD` is answered with when no message waits: an error, `OK` alone, the slot alone, or lengths of zero. Unknown. */
  readonly emptyQueueAnswer: 'error' | 'ok' | 'slot' | 'zero-length';
}

/** `Z` stands for UTC, which the digits are then; milliseconds and blanks as other clocks write them. */
export type ClockForm =
  | 'yy/MM/dd,hh:mm:ss±zz'
  | 'yyyy/MM/dd,hh:mm:ss±zz'
  | 'yy/MM/dd, hh:mm:ss ±zz'
  | 'yy/MM/dd,hh:mm:ss.SSS±zz'
  | 'yy/MM/dd,hh:mm:ssZ';

/** As the guide has it. */
export const guideVoice: Voice = {
  echoesTerminator: false,
  blankAfterColon: true,
  blankAfterComma: false,
  blankAtLineEnd: false,
  lineEnding: 'crlf',
  blankAfterPrompt: true,
  quotedValues: 'specified',
  furtherFields: 'none',
  letterCase: 'specified',
  identityForm: 'bare',
  cardNumberPrefix: '+CCID',
  clockForm: 'yy/MM/dd,hh:mm:ss±zz',
  strayWords: [],
  simRemovalReport: 'Removed',
  dialReport: 'address',
  noAddressReport: 'state',
  emptyQueueAnswer: 'error',
};

/** Words that modules say while they start, and after it. */
const WORDS = ['SMS DONE', 'PB DONE', 'Call Ready', 'RING', 'DST: 0', '*PSUTTZ: 26,3,1', '^SIMST: 1'];

type Forms = { readonly [Name in keyof Voice]: readonly Voice[Name][] };

const FORMS: Forms = {
  echoesTerminator: [false, true],
  blankAfterColon: [true, false],
  blankAfterComma: [false, true],
  blankAtLineEnd: [false, true],
  lineEnding: ['crlf', 'crcrlf', 'lf'],
  blankAfterPrompt: [true, false],
  quotedValues: ['specified', 'none', 'everywhere'],
  furtherFields: ['none', 'zero', 'empty'],
  letterCase: ['specified', 'upper', 'lower'],
  identityForm: ['bare', 'prefixed', 'labelled'],
  cardNumberPrefix: ['+CCID', '+ICCID', 'ICCID', 'none'],
  // `Z` does not mean the same: it leaves out the offset.
  clockForm: ['yy/MM/dd,hh:mm:ss±zz', 'yyyy/MM/dd,hh:mm:ss±zz', 'yy/MM/dd, hh:mm:ss ±zz', 'yy/MM/dd,hh:mm:ss.SSS±zz'],
  strayWords: [[], ...WORDS.map((word) => [word]), WORDS],
  simRemovalReport: ['Removed', 'DROP'],
  dialReport: ['address', 'state-address', 'two-addresses'],
  noAddressReport: ['state', 'state-address', 'state-addresses'],
  emptyQueueAnswer: ['error', 'ok', 'slot', 'zero-length'],
};

/** A form of each kind, the same for the same seed. */
export function seededVoice(seed: number): Voice {
  const random = seededRandom(seed);
  const chosen = <N extends keyof Voice>(name: N): Voice[N] => FORMS[name][Math.floor(random() * FORMS[name].length)];
  return {
    echoesTerminator: chosen('echoesTerminator'),
    blankAfterColon: chosen('blankAfterColon'),
    blankAfterComma: chosen('blankAfterComma'),
    blankAtLineEnd: chosen('blankAtLineEnd'),
    lineEnding: chosen('lineEnding'),
    blankAfterPrompt: chosen('blankAfterPrompt'),
    quotedValues: chosen('quotedValues'),
    furtherFields: chosen('furtherFields'),
    letterCase: chosen('letterCase'),
    identityForm: chosen('identityForm'),
    cardNumberPrefix: chosen('cardNumberPrefix'),
    clockForm: chosen('clockForm'),
    strayWords: chosen('strayWords'),
    simRemovalReport: chosen('simRemovalReport'),
    dialReport: chosen('dialReport'),
    noAddressReport: chosen('noAddressReport'),
    emptyQueueAnswer: chosen('emptyQueueAnswer'),
  };
}

/** A word of the module's own. */
export function ownWord(text: string, { letterCase }: Voice): string {
  if (letterCase === 'specified') return text;
  return letterCase === 'upper' ? text.toUpperCase() : text.toLowerCase();
}
