import { problemWithAccessPoint } from '../../../modules/cellular/host-name.js';
import type { ConnectOptions as Connection } from '../../../host-sim/broker/uplink.js';
import type { CellularError } from '../../../modules/base/errors.js';
import type { ConnectOptions } from '../../../modules/modem/connect-options.js';
import { VirtualBench } from '../../support/virtual-bench.js';
import { CERTIFICATE, KEY } from '../canaries.js';
import { isHost, isQuotable, type Outcome, type Place } from './place.js';
import { RecordingUplink } from './recording-uplink.js';

const PATIENCE = 60_000;
const CARD = { pin: '73915826' };

/** Texts that go to the module in a command; what arrives is read from the line, by V.250 §5.4.2.2 and no code of the driver. */
function inCommand(
  argument: string,
  takes: (text: string) => boolean,
  options: (text: string) => ConnectOptions,
  command: string,
  position: number,
): Place {
  return {
    name: `Modem.connect: ${argument}`,
    argument,
    plain: '4711',
    takes,
    hand: (text) =>
      connected(options(text), ({ sent }) => {
        const line = sent.split('\r').find((candidate) => candidate.startsWith(command)) ?? '';
        const texts = [...line.matchAll(/"([^"]*)"/g)].map(([, quoted]) => quoted);
        return [texts[position].replace(/\\([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))];
      }),
  };
}

/** Files are counted; what arrives is what the module has for its next handshake. */
function inFile(
  where: string,
  takes: (text: string) => boolean,
  file: 'trust' | 'key',
  around: (text: string) => string,
): Place {
  const argument = `tls.${file}`;
  const files = { trust: CERTIFICATE, certificate: CERTIFICATE, key: KEY };
  return {
    name: `Modem.connect: ${argument}, ${where}`,
    argument,
    plain: 'MIIB',
    takes,
    hand: (text) =>
      connected({ tls: { ...files, [file]: around(text) } }, ({ tls }) => {
        const pem = file === 'trust' ? tls?.trust[0] : tls?.key;
        const [before, behind] = around('\0').split('\0');
        const isWhole = pem?.startsWith(before) === true && pem.endsWith(behind);
        return isWhole ? [pem.slice(before.length, pem.length - behind.length)] : [];
      }),
  };
}

interface Session {
  readonly sent: string;
  readonly tls: Connection['tls'];
}

/** All the way up, or to what stops it, and then to a broker. */
function connected(options: ConnectOptions, arrived: (session: Session) => readonly string[]): Outcome {
  const executed: string[] = [];
  const uplink = new RecordingUplink();
  const bench = new VirtualBench({
    module: {
      uplink,
      sim: options.pin === undefined ? {} : CARD,
      onEvent: (event) => void (event.type === 'command' && executed.push(event.command)),
    },
  });
  uplink.inner = bench.broker.uplink();
  const { modem } = bench;
  try {
    modem.connect(options);
  } catch (error) {
    bench.advance(PATIENCE);
    return { refusal: error as CellularError, sent: bench.sent() };
  }
  bench.time.runUntil(() => modem.connection === 500 || modem.error !== undefined, PATIENCE);
  if (options.tls !== undefined) bench.client({ tls: true });
  bench.advance(1000);
  return { executed, arrived: arrived({ sent: bench.sent(), tls: uplink.connections[0]?.tls }) };
}

const login = { apn: 'CMNET', user: 'me', password: 'secret' };

function isInPem(text: string): boolean {
  return [...text].every((character) => (character >= ' ' && character <= '~') || character === '\r' || character === '\n');
}

export const modemPlaces: readonly Place[] = [
  inCommand('apn', (text) => isQuotable(text, 0, 100) && problemWithAccessPoint(text) === undefined, (apn) => ({ ...login, apn }), 'AT+MIPCALL=1', 0),
  inCommand('user', (text) => isQuotable(text, 0, 64), (user) => ({ ...login, user }), 'AT+MIPCALL=1', 1),
  inCommand('password', (text) => isQuotable(text, 0, 64), (password) => ({ ...login, password }), 'AT+MIPCALL=1', 2),
  inCommand('pin', (text) => /^[0-9]{4,8}$/.test(text), (pin) => ({ pin }), 'AT+CPIN=', 0),
  inCommand('host', isHost, (host) => ({ timeServers: [{ host }] }), 'AT+MIPNTP=', 0),
  inFile('before a certificate', isInPem, 'trust', (text) => `${text}\n${CERTIFICATE}`),
  inFile('behind a certificate', isInPem, 'trust', (text) => `${CERTIFICATE}${text}`),
  inFile('in a key', isInPem, 'key', (text) => `-----BEGIN PRIVATE KEY-----\nMII${text}\n-----END PRIVATE KEY-----\n`),
];
