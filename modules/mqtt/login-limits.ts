import type { Text } from '../at/field.js';
import { checkWholeNumber, refuseUnknownOptions } from '../base/checks.js';
import { invalidArgument } from '../base/errors.js';
import { utf8Length } from '../base/utf8.js';
import type { LoginLimits } from '../cellular/dialect/mqtt.js';

const SOURCE = 'docs/platforms.md#what-the-module-can-carry';

/** As whom a client comes. */
export interface Login {
  /** Empty or absent: the module's own. */
  readonly id?: string;
  /** Empty or absent: none. */
  readonly user?: string;
  /** Empty or absent: none. */
  readonly password?: Text;
}

/**
 * Throws `invalid-argument` for a login that is longer than the module's command takes, or than who knows the module has said that it
 * keeps. `prefix` stands before the options' names.
 */
export function checkLogin(most: LoginLimits, limits: Partial<LoginLimits> | undefined, login: Login, prefix: string): void {
  const { id, user, password } = login;
  const named = limits ?? {};
  refuseUnknownOptions(named, ['user', 'password', 'clientId'], `${prefix}loginLimits.`, SOURCE);
  checkPart(`${prefix}user`, user, most.user, named.user);
  checkPart(`${prefix}password`, password, most.password, named.password);
  checkPart(prefix === '' ? 'id' : `${prefix}clientId`, id, most.clientId, named.clientId);
}

function checkPart(name: string, text: Text | undefined, most: number, limit = most): void {
  checkWholeNumber(`loginLimits of ${name}`, limit, 0, most, SOURCE);
  if (text === undefined) return;
  const isBytes = text instanceof Uint8Array;
  if (!isBytes && typeof text !== 'string') throw invalidArgument(name, 'must be a string or a Uint8Array', SOURCE);
  const length = isBytes ? text.length : utf8Length(text);
  if (length <= limit) return;
  const whose = limit < most ? 'loginLimits has' : 'the module is sent at most';
  const bound = `is ${length} bytes long, ${whose} ${limit}: a shorter method of signing, or a certificate in its place`;
  throw invalidArgument(name, bound, SOURCE);
}
