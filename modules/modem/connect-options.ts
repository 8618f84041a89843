import { validateArguments } from '../at/send/writer.js';
import { checkArray, checkBoolean, checkNumber, checkString, refuseUnknownOptions } from '../base/checks.js';
import { invalidArgument } from '../base/errors.js';
import type { Access } from '../cellular/dialect/data-call.js';
import type { Dialect } from '../cellular/dialect/dialect.js';
import { enterPin } from '../cellular/sim.js';
import { defaultDialect } from './default-dialect.js';
import { type TlsOptions, tlsSettings, type TlsSettings } from './tls-options.js';

/** The guide's longest registration: 7 minutes (§3.1). */
const DEFAULT_REGISTRATION_LIMIT = 420_000;
const LONGEST_REGISTRATION_LIMIT = 86_400_000;
/** Where errors of these options say that more can be read. */
const DIALLING = 'docs/facts.md#data-call';
const TIME_SERVERS = 'docs/facts.md#time-servers';
const NTP_PORT = 123;
const DEFAULT_TIME_SERVERS: readonly TimeServer[] = [
  { host: 'pool.ntp.org', port: NTP_PORT },
  { host: 'time.cloudflare.com', port: NTP_PORT },
  { host: 'ntp.ntsc.ac.cn', port: NTP_PORT },
];

export interface TimeServer {
  /** 1 to 255 bytes. */
  readonly host: string;
  readonly port: number;
}

/** What `connect()` takes. A value that breaks its bound is refused with `invalid-argument` before a byte is sent. */
export interface ConnectOptions {
  /** Up to 100 bytes; absent, the module or the network chooses. */
  readonly apn?: string;
  /** Up to 64 bytes; goes with `password` and `apn`. */
  readonly user?: string;
  /** Up to 64 bytes; goes with `user`. */
  readonly password?: string;
  /** 0 to 3, as the module numbers it (docs/facts.md#data-call); goes with `user`. */
  readonly authentication?: number;
  /**
   * 4 to 8 digits. Entered when the SIM card asks for it; once refused it is not entered again as long as the modem
   * lives, and where the module tells how many attempts are left (`AT+CPINR`) the last one is not used: a card locks at the
   * third wrong one. Where it does not tell, a program that restarts on `sim-pin` uses up all three.
   */
  readonly pin?: string;
  /** Whether a visited network will do. Default true. */
  readonly roaming?: boolean;
  /**
   * Milliseconds until a missing registration is an error; it is tried again all the same. 1,000 to 86,400,000, default
   * 420,000, the guide's seven minutes (§3.1).
   */
  readonly registrationLimit?: number;
  /** Asked in turn when the module's clock is not plausible. Default three public ones; an empty list asks nobody. */
  readonly timeServers?: readonly { readonly host: string; readonly port?: number }[];
  /** Sets up TLS; without it TLS is not offered, for the module's own settings verify nothing. */
  readonly tls?: TlsOptions;
}

/** Checked {@link ConnectOptions}, with the defaults in place. */
export interface ConnectSettings extends Access {
  readonly pin: string | undefined;
  readonly isRoamingAllowed: boolean;
  readonly registrationLimit: number;
  readonly timeServers: readonly TimeServer[];
  readonly tls: TlsSettings | undefined;
}

/** What {@link ConnectOptions} knows. */
const OPTIONS = [
  'apn',
  'user',
  'password',
  'authentication',
  'pin',
  'roaming',
  'registrationLimit',
  'timeServers',
  'tls',
] as const;

/** Throws `invalid-argument`. */
export function connectSettings(options: ConnectOptions, dialect: Dialect = defaultDialect): ConnectSettings {
  refuseUnknownOptions(options, OPTIONS, '', '§3.1, §6');
  const { apn, user, password, authentication, pin, roaming = true, registrationLimit = DEFAULT_REGISTRATION_LIMIT } = options;
  checkAccess({ apn, user, password, authentication }, dialect);
  if (pin !== undefined) checkPin(pin);
  checkBoolean('roaming', roaming, '§3.1');
  checkNumber('registrationLimit', registrationLimit, 1000, LONGEST_REGISTRATION_LIMIT, '§3.1', ' milliseconds');
  return {
    apn,
    user,
    password,
    authentication,
    pin,
    isRoamingAllowed: roaming,
    registrationLimit,
    timeServers: options.timeServers === undefined ? DEFAULT_TIME_SERVERS : timeServers(options.timeServers, dialect),
    tls: options.tls === undefined ? undefined : tlsSettings(options.tls, dialect.tls),
  };
}

/** Commands take their arguments in one order only, so a later one needs all before it. */
function checkAccess(access: Access, { dataCall }: Dialect): void {
  const { apn, user, password, authentication } = access;
  // Bytes may stand for text in a command, but not here: settings are kept, and bytes might change under them.
  if (apn !== undefined) checkString('apn', apn, DIALLING);
  if (user !== undefined) checkString('user', user, DIALLING);
  if (password !== undefined) checkString('password', password, DIALLING);
  const commands = dataCall.dialling(access);
  for (let index = 0; index < commands.length; index += 1) validateArguments(commands[index].command, commands[index].values);
  if ((user === undefined) !== (password === undefined)) {
    throw invalidArgument(user === undefined ? 'user' : 'password', 'is required with the other', DIALLING);
  }
  if (user !== undefined && apn === undefined) throw invalidArgument('apn', 'is required with user', DIALLING);
  if (authentication !== undefined && user === undefined) {
    throw invalidArgument('user', 'is required with authentication', DIALLING);
  }
}

function checkPin(pin: string): void {
  checkString('pin', pin, enterPin.source);
  validateArguments(enterPin, [pin]);
  for (let index = 0; index < pin.length; index += 1) {
    const code = pin.charCodeAt(index);
    if (code < 0x30 || code > 0x39) throw invalidArgument('pin', 'must be digits', enterPin.source);
  }
}

function timeServers(given: NonNullable<ConnectOptions['timeServers']>, { timeService }: Dialect): readonly TimeServer[] {
  checkArray('timeServers', given, TIME_SERVERS);
  const servers: TimeServer[] = [];
  for (let index = 0; index < given.length; index += 1) {
    refuseUnknownOptions(given[index], ['host', 'port'], `timeServers[${index}].`, TIME_SERVERS);
    const { host, port = NTP_PORT } = given[index] as TimeServer;
    if (host === undefined) throw invalidArgument(`timeServers[${index}].host`, 'is required', TIME_SERVERS);
    checkString(`timeServers[${index}].host`, host, TIME_SERVERS);
    const { command, values } = timeService.synchronising(host, port);
    validateArguments(command, values);
    servers.push({ host, port });
  }
  return servers;
}
