import type { Urc } from '../../../modules/at/command.js';
import { integer, quoted, word } from '../../../modules/at/field.js';
import { type ExtendedParameter, parameterHandlers } from '../line/extended-parameters.js';
import { handle, type Handler, ok, refuse } from '../line/handler.js';
import { CME } from '../line/result-codes.js';
import { setRow } from '../line/rows.js';
import type { Runtime } from '../runtime.js';
import type { Clock } from './clock.js';
import type { Radio } from './radio.js';

export const TIME_PARAMETERS: readonly ExtendedParameter[] = [
  {
    name: '+CTZU', fields: [integer('update', 0, 1)], initial: [0],
    summary: "Lets the network's time set the clock.", source: '3GPP TS 27.007 §8.40',
  },
  {
    name: '+CTZR', fields: [integer('report', 0, 1)], initial: [0],
    summary: 'Chooses whether a change of the time zone is reported.', source: '3GPP TS 27.007 §8.41',
  },
];

const setClock = setRow('+CCLK', { summary: 'Sets the clock.', source: '3GPP TS 27.007 §8.15' }, [quoted('time', 17, 20)]);

const timeZoneChanged: Urc = {
  name: '+CTZV',
  fields: [word('zone')],
  summary: 'The network has told its time zone, in quarter hours.',
  source: '3GPP TS 27.007 §8.41',
};

/** The clock as the host sets it, and as the network does at registration where it may. `utcNow` is the network's time. */
export function networkTimeHandlers(runtime: Runtime, clock: Clock, radio: Radio, utcNow: () => number): readonly Handler[] {
  const { settings, profile } = runtime;
  radio.onRegistration.watch(() => {
    if (!radio.isRegistered) return;
    if (profile.networkSetsClock || settings.get('+CTZU') === 1) clock.synchronise(utcNow());
    const sign = profile.quarterHours < 0 ? '-' : '+';
    const zone = `${sign}${String(Math.abs(profile.quarterHours)).padStart(2, '0')}`;
    if (settings.get('+CTZR') === 1) runtime.report(timeZoneChanged, [zone]);
  });
  return [
    ...parameterHandlers(TIME_PARAMETERS, settings),
    handle(setClock, (fields) => (clock.setText(fields.text('time')) ? ok() : refuse(CME.incorrectParameters))),
  ];
}
