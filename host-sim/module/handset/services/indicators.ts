import type { Urc } from '../../../../modules/at/command.js';
import { integer, optional } from '../../../../modules/at/field.js';
import { type ExtendedParameter, parameterHandlers } from '../../line/extended-parameters.js';
import { answer, handle, type Handler } from '../../line/handler.js';
import { readRow, testRow } from '../../line/rows.js';
import type { Runtime } from '../../runtime.js';
import type { Messages } from '../messages/messages.js';
import type { Radio } from '../../cellular/radio.js';

const PURPOSE = { summary: 'Tells the indicators that a display has.', source: '3GPP TS 27.007 §8.9' };

export const INDICATOR_PARAMETERS: readonly ExtendedParameter[] = [
  {
    name: '+CMER', initial: [0, 0, 0, 0, 0],
    fields: [
      optional(integer('mode', 0, 3)),
      optional(integer('keypad', 0, 0)),
      optional(integer('display', 0, 0)),
      optional(integer('indicators', 0, 2)),
      optional(integer('buffer', 0, 1)),
    ],
    range: '(0-3),(0),(0),(0-2),(0,1)',
    summary: 'Chooses whether changes of the indicators are reported.', source: '3GPP TS 27.007 §8.10',
  },
];

const indicatorChanged: Urc = {
  name: '+CIEV',
  fields: [integer('indicator', 1, 9), integer('value', 0, 9)],
  summary: 'An indicator has changed.',
  source: '3GPP TS 27.007 §8.10',
};

interface Indicator {
  readonly name: string;
  readonly maximum: number;
  value(): number;
}

/** `AT+CIND?`, and `+CIEV` for each change that `AT+CMER` asks for. */
export function indicatorHandlers(runtime: Runtime, radio: Radio, messages: Messages): readonly Handler[] {
  const { settings } = runtime;
  const indicators: readonly Indicator[] = [
    { name: 'signal', maximum: 5, value: () => bars(radio.signal[0]) },
    { name: 'service', maximum: 1, value: () => (radio.isRegistered ? 1 : 0) },
    { name: 'message', maximum: 1, value: () => (messages.receiving.hasUnread ? 1 : 0) },
    { name: 'call', maximum: 1, value: () => 0 },
    { name: 'roam', maximum: 1, value: () => (radio.status === 5 ? 1 : 0) },
    { name: 'smsfull', maximum: 1, value: () => (messages.receiving.isFull ? 1 : 0) },
  ];
  const values = (): readonly number[] => indicators.map((indicator) => indicator.value());
  let known = values();

  function compare(): void {
    const [mode, , , reports] = settings.values('+CMER');
    const before = known;
    known = values();
    if (mode === 0 || reports === 0) return;
    known.forEach((value, index) => {
      if (value !== before[index]) runtime.report(indicatorChanged, [index + 1, value]);
    });
  }

  radio.onRegistration.watch(compare);
  radio.onSignal.watch(compare);
  messages.onChange.watch(compare);

  const reply = indicators.map(({ name, maximum }) => integer(name, 0, maximum));
  return [
    ...parameterHandlers(INDICATOR_PARAMETERS, settings),
    handle(readRow('+CIND', PURPOSE, reply), () => answer(values())),
    handle(testRow('+CIND', PURPOSE), () =>
      answer([indicators.map(({ name, maximum }) => `("${name}",(0${maximum === 1 ? ',' : '-'}${maximum}))`).join(',')]),
    ),
  ];
}

/** Five bars as handsets draw them. */
function bars(signal: number): number {
  return signal > 31 ? 0 : Math.min(Math.ceil(signal / 6), 5);
}
