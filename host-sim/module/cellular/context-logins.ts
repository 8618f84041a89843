import { integer, optional, quoted, secret } from '../../../modules/at/field.js';
import { answer, handle, type Handler, ok } from '../line/handler.js';
import { readRow, setRow } from '../line/rows.js';
import type { Profile } from '../profile.js';
import { CONTEXT_LIMIT } from './pdp-contexts.js';

const PURPOSE = { summary: 'Sets user and password of a packet data context.', source: '3GPP TS 27.007 §10.1.31' };
const CONTEXT = integer('context', 1, CONTEXT_LIMIT);
const PROTOCOL = integer('protocol', 0, 3);

/** Made once: a module makes its handlers at each start. */
const CGAUTH_SET = setRow('+CGAUTH', PURPOSE, [
  CONTEXT,
  optional(PROTOCOL),
  optional(quoted('user', 0, 64)),
  optional(secret('password', 0, 64)),
]);
const CGAUTH_READ = readRow('+CGAUTH', PURPOSE, [CONTEXT, PROTOCOL, quoted('user', 0, 64), quoted('password', 0, 64)]);

interface ContextLogin {
  readonly protocol: number;
  readonly user: string;
  readonly password: string;
}

/** Kept and told again, the password where the profile has it; the network asks for none. */
export function contextLoginHandlers(profile: Profile): readonly Handler[] {
  const logins = new Map<number, ContextLogin>();
  return [
    handle(CGAUTH_SET, (fields) => {
      const login = { protocol: fields.integer('protocol'), user: fields.text('user'), password: fields.text('password') };
      if (fields.has('protocol')) logins.set(fields.integer('context'), login);
      else logins.delete(fields.integer('context'));
      return ok();
    }),
    handle(CGAUTH_READ, () => {
      const passwordOf = ({ password }: ContextLogin): string => (profile.tellsPassword ? password : '');
      const known = [...logins].sort(([one], [other]) => one - other);
      return answer(...known.map(([context, login]) => [context, login.protocol, login.user, passwordOf(login)]));
    }),
  ];
}
