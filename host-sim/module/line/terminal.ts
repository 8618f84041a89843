import { command } from '../../../modules/at/command.js';
import { integer, word } from '../../../modules/at/field.js';
import { attention, echo, errorFormat, errorFormatQuery } from '../../../modules/fibocom/device.js';
import { answer, handle, type Handler, ok } from './handler.js';
import { type Parameter, PARAMETERS, type Settings } from './settings.js';

/** Commands about the conversation itself: V.250's parameters, their reset, and how errors are told. */
export function terminalHandlers(settings: Settings): readonly Handler[] {
  return [
    handle(attention, () => ok()),
    handle(echo, (fields) => {
      settings.set('E', fields.integer('echo'));
      return ok();
    }),
    ...PARAMETERS.filter(({ name }) => name !== 'E').flatMap((parameter) => parameterHandlers(parameter, settings)),
    ...(['Z', '&F'] as const).map((name) => resetHandler(name, settings)),
    handle(errorFormat, (fields) => {
      settings.set('+CMEE', fields.integer('mode'));
      return ok();
    }),
    handle(errorFormatQuery, () => answer([settings.get('+CMEE')])),
  ];
}

const COMMON = { responseDeadline: 1000, repeatable: true } as const;

function parameterHandlers(parameter: Parameter, settings: Settings): readonly Handler[] {
  const { name, maximum, summary, source } = parameter;
  const isRegister = name.startsWith('S');
  const set = command({
    name,
    form: isRegister ? 'set' : 'basic',
    arguments: [integer('value', 0, maximum)],
    summary,
    source,
    ...COMMON,
  });
  const setting = handle(set, (fields) => {
    settings.set(name, fields.integer('value'));
    return ok();
  });
  if (!isRegister) return [setting];
  const read = command({ name, form: 'read', arguments: [], reply: { fields: [word('value')] }, summary, source, ...COMMON });
  // V.250 §5.3.2: three digits.
  return [setting, handle(read, () => answer([String(settings.get(name)).padStart(3, '0')]))];
}

function resetHandler(name: 'Z' | '&F', settings: Settings): Handler {
  const row = command({
    name,
    form: 'basic',
    arguments: [integer('profile', 0, 0)],
    summary: 'Restores the default settings.',
    source: name === 'Z' ? 'V.250 §6.1.1' : 'V.250 §6.1.2',
    ...COMMON,
  });
  return handle(row, () => {
    settings.restore();
    return ok();
  });
}
