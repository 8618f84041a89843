import type { Command } from '../../../modules/at/command.js';
import type { Field } from '../../../modules/at/field.js';
import { mqttReceiveMode, mqttRead, mqttUserQuery } from '../../../modules/fibocom/mqtt.js';
import type { Profile } from '../profile.js';
import type { Handler } from './handler.js';

/** What chooses whether texts of others are written on the line. */
const MESSAGE_SETTINGS = ['+CMGF', '+CNMI', '+CUSD'];

/** The commands as this profile's module has them: without those it lacks, and with its own bounds. */
export function adaptHandlers(handlers: readonly Handler[], profile: Profile): readonly Handler[] {
  const present = handlers.filter(({ row }) => isPresent(row, profile));
  return present.map((handler) =>
    handler.row.name.startsWith('+MQTT') ? { ...handler, row: adaptRow(handler.row, profile) } : handler,
  );
}

function isPresent(row: Command, profile: Profile): boolean {
  if (row === mqttReceiveMode || row === mqttRead) return profile.hasReceiveMode;
  if (row === mqttUserQuery) return profile.hasLoginQuery;
  return profile.takesMessageSettings || !MESSAGE_SETTINGS.includes(row.name);
}

/** The shared row has the bounds that the driver keeps to; a module's may be wider or narrower. */
function adaptRow(row: Command, profile: Profile): Command {
  return { ...row, arguments: row.arguments.map((field) => adaptField(field, profile)) };
}

function adaptField(field: Field, profile: Profile): Field {
  if (field.kind === 'quoted' && field.documented !== undefined && profile.longLogins === 'refused') {
    return { ...field, maximum: field.documented };
  }
  if (field.kind !== 'integer') return field;
  switch (field.name) {
    case 'slot':
      return { ...field, maximum: profile.slots };
    case 'length':
      return { ...field, maximum: profile.payloadLimit };
    case 'keepAlive':
      return { ...field, minimum: profile.acceptsKeepAliveZero ? 0 : 1 };
    default:
      return field;
  }
}
