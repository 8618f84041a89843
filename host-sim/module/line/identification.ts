import { type Command, command } from '../../../modules/at/command.js';
import { integer, word } from '../../../modules/at/field.js';
import { model, revision, serialNumber } from '../../../modules/fibocom/device.js';
import type { Profile } from '../profile.js';
import { answer, handle, type Handler } from './handler.js';

/** Who the module is, by the 3GPP names and by V.250's. */
export function identificationHandlers(profile: Profile): readonly Handler[] {
  return [
    handle(serialNumber, () => answer([profile.imei])),
    handle(model, () => answer([profile.model])),
    handle(revision, () => answer([profile.revision])),
    handle(bare('+CGMI', '3GPP TS 27.007 §5.1'), () => answer([profile.manufacturer])),
    handle(bare('+GMI', 'V.250 §6.1.4'), () => answer([profile.manufacturer])),
    handle(bare('+GMM', 'V.250 §6.1.5'), () => answer([profile.model])),
    handle(bare('+GMR', 'V.250 §6.1.6'), () => answer([profile.revision])),
    handle(bare('+GSN', 'V.250 §6.1.7'), () => answer([profile.imei])),
    handle(IDENTITY, () => answer([profile.manufacturer], [profile.model], [profile.revision])),
  ];
}

const IDENTITY = command({
  name: 'I',
  form: 'basic',
  arguments: [integer('which', 0, 9)],
  reply: { fields: [word('text')] },
  responseDeadline: 2000,
  repeatable: true,
  summary: 'Tells manufacturer, model and revision.',
  source: 'V.250 §6.1.3',
});

function bare(name: string, source: string): Command {
  return command({
    name,
    form: 'action',
    arguments: [],
    reply: { fields: [word('text')] },
    responseDeadline: 2000,
    repeatable: true,
    summary: 'Tells a part of what the module is.',
    source,
  });
}
