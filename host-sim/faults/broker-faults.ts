import type { ConnectOptions, Refusal } from '../broker/uplink.js';
import { tlsCauses } from '../broker/tls/refused.js';
import { number, text } from './fault-options.js';
import type { FaultSite } from './fault-site.js';
import { type FaultRow, faultsOf } from './fault.js';
import { bytesOf } from './spoken-text.js';
import { latin1Text } from '../module/line/byte-text.js';

type Last = Pick<FaultRow, 'span' | 'begin'>;

function refusing(refusal: Refusal, isMeant: (options: ConnectOptions) => boolean = () => true): Last {
  return {
    span: 'lasting',
    begin: ({ uplink }) => {
      const { override, get } = uplink.conditions.refusal;
      const before = get();
      return override.set((options) => (isMeant(options) ? refusal : before(options)));
    },
  };
}

/** A module that does not verify certificates connects all the same. */
function distrusted(reason: string): Last {
  return refusing({ phase: 'tls', code: tlsCauses.distrust, reason }, ({ tls }) => tls?.isVerified === true);
}

/** A condition of the uplink that is there or not. */
function condition(name: 'isStalled' | 'isSilentOnPublish' | 'isForgetful' | 'isDoubling'): Last {
  return {
    span: 'lasting',
    begin: ({ uplink }: FaultSite) => {
      const undo = uplink.conditions[name].override.set(true);
      return () => {
        undo();
        uplink.pass();
      };
    },
  };
}

/** Return codes 1 to 5 of CONNACK (MQTT 3.1.1 §3.2.2.3), by the module's numbers. */
const LOGIN_REFUSALS = [
  ['refuses-version', 'refuses the protocol version', 700, 'protocol version'],
  ['refuses-identifier', 'refuses the client identifier', 701, 'identifier rejected'],
  ['refuses-as-unavailable', 'says that it is unavailable', 702, 'server unavailable'],
  ['refuses-login', 'refuses user or password', 703, 'bad user or password'],
  ['refuses-authorisation', 'says: not authorised', 704, 'not authorised'],
] as const;

const DISTRUSTED = [
  ['certificate-expired', 'has expired', 'certificate has expired'],
  ['certificate-of-another', 'names another host', 'host name mismatch'],
  ['certificate-unknown', 'is of an unknown authority', 'unknown authority'],
] as const;

export const brokerFaults = faultsOf('broker', [
  ...LOGIN_REFUSALS.map(([name, title, code, reason]) => ({
    name,
    title: `The broker ${title}`,
    rows: ['F13'],
    ...refusing({ phase: 'mqtt', code, reason }),
  })),
  {
    name: 'broker-unreachable',
    title: 'New connections to the broker fail',
    rows: ['F13', 'F19'],
    ...refusing({ phase: 'network', code: 0, reason: 'connection refused' }),
  },
  {
    name: 'broker-closes',
    title: 'The broker closes its connections, and takes new ones',
    rows: ['F19'],
    span: 'instant',
    begin: ({ uplink }) => {
      uplink.closeAll('closed by the broker');
      return undefined;
    },
  },
  {
    name: 'message-refused',
    title: 'The broker closes the connection on each message that holds a text',
    rows: ['F39'],
    span: 'lasting',
    options: [text('payload', 'poison', 'what is in its payload')],
    begin: ({ uplink }, values) => {
      const wanted = latin1Text(bytesOf(values.text('payload')));
      return uplink.conditions.closesOn.override.set(({ payload }) => latin1Text(payload).includes(wanted));
    },
  },
  {
    name: 'broker-gone',
    title: 'The broker closes its connections and takes none for a while',
    rows: ['F13', 'F19'],
    span: 'lasting',
    options: [number('duration', 60, 0, 86400, 'seconds')],
    begin: (site, values, end) => {
      const alarm = site.time.alarm(end);
      const undo = refusing({ phase: 'network', code: 0, reason: 'connection refused' }).begin(site, values, end);
      site.uplink.closeAll('closed by the broker');
      alarm.arm(values.number('duration') * 1000);
      return () => {
        alarm.disarm();
        undo?.();
      };
    },
  },
  {
    name: 'broker-stalls',
    title: 'Nothing passes between module and broker, and nothing is lost',
    rows: ['F19'],
    ...condition('isStalled'),
  },
  {
    name: 'never-acknowledges',
    title: 'The broker takes messages and never acknowledges one',
    rows: ['F19'],
    ...condition('isSilentOnPublish'),
  },
  {
    name: 'forgets-session',
    title: 'The broker forgets the session whenever the module connects',
    rows: ['F30'],
    ...condition('isForgetful'),
  },
  { name: 'messages-doubled', title: 'The broker sends each message of QoS 1 twice', rows: ['F30'], ...condition('isDoubling') },
  {
    name: 'hostile-message',
    title: 'A message arrives whose payload looks like results and URCs',
    rows: ['F4', 'F6', 'F7'],
    span: 'instant',
    options: [text('payload', '\r\nOK\r\n+MQTTBREAK: 1,1\r\n"\r\n> \r\nERROR\r\n', 'the payload')],
    begin: ({ uplink }, values) => {
      uplink.deliver(bytesOf(values.text('payload')));
      return undefined;
    },
  },
  ...DISTRUSTED.map(([name, title, reason]) => ({
    name,
    title: `The broker's certificate ${title}`,
    rows: ['F13'],
    ...distrusted(reason),
  })),
  {
    name: 'client-certificate-refused',
    title: 'The broker refuses the module\'s certificate',
    rows: ['F13'],
    ...refusing(
      { phase: 'tls', code: tlsCauses.certificateRefused, reason: 'client certificate refused' },
      ({ tls }) => tls?.certificate !== undefined,
    ),
  },
  {
    name: 'handshake-fails',
    title: 'TLS handshakes fail',
    rows: ['F13'],
    ...refusing({ phase: 'tls', code: tlsCauses.handshake, reason: 'handshake failed' }, ({ tls }) => tls !== undefined),
  },
]);
