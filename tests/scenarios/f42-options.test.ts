import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { NorFlash } from '../../host-sim/flash/nor-flash.js';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { VirtualUart } from '../../host-sim/uart/virtual-uart.js';
import type { CellularError } from '../../modules/base/errors.js';
import { SensorNode } from '../../modules/firmware/sensor-node.js';
import { SimulatedSensor } from '../../host-sim/sensors/simulated-sensor.js';
import { connectSettings } from '../../modules/modem/connect-options.js';
import { fibocom } from '../../modules/fibocom/dialect.js';
import { Modem } from '../../modules/modem/modem.js';
import { PowerKey } from '../../modules/modem/pins/power-key.js';
import { ResetPin } from '../../modules/modem/pins/reset-pin.js';
import { MQTTClient } from '../../modules/mqtt/mqtt-client.js';
import { WakingSerial } from '../../modules/ports/waking-serial.js';
import { JournalOutbox } from '../../modules/telemetry/journal/journal-outbox.js';
import { checkSensors } from '../../modules/telemetry/sensors/sensor-options.js';
import { json } from '../../modules/encodings/json.js';
import { RamOutbox } from '../../modules/telemetry/ram-outbox.js';
import { check } from '../property.js';

type Options = Record<string, unknown>;
type Kind = 'string' | 'number' | 'NaN' | 'boolean' | 'object' | 'function' | 'null' | 'symbol' | 'bigint';

/** What is known of one option. */
interface Option {
  /** The name with which a refusal begins; the path where absent. */
  readonly told?: string;
  readonly isRequired?: boolean;
  /** Kinds of values that it takes; all others are refused. */
  readonly takes: readonly Kind[];
}

/** A public constructor, or a function that takes options. */
interface Subject {
  readonly name: string;
  construct(options: Options): unknown;
  /** Options that are taken, all that there are, made anew. */
  complete(): Options;
  readonly options: Readonly<Record<string, Option>>;
  /** Objects of ECMA-419's classes ignore what they do not know (§8, Base Class Pattern). */
  readonly ignoresUnknown?: readonly string[];
  /** What another subject, or the port that is opened, is judged by; this one cannot have it beside what it has. */
  readonly elsewhere?: readonly string[];
  /** What an earlier release knew: the error says what is written now. */
  readonly former?: readonly string[];
  /** What the whole of them is called in an error; `options` where it has no name. */
  readonly place?: string;
}

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIU\n-----END CERTIFICATE-----\n';
const KEY = '-----BEGIN PRIVATE KEY-----\nMIIBszCCAVmgAwIBAgIU\n-----END PRIVATE KEY-----\n';

class Pin {
  write(): void {}
  close(): void {}
}

const ALL: readonly Kind[] = ['string', 'number', 'NaN', 'boolean', 'object', 'function', 'null', 'symbol', 'bigint'];

const required = (...takes: Kind[]): Option => ({ isRequired: true, takes });
const optional = (...takes: Kind[]): Option => ({ takes });
const told = (name: string, option: Option): Option => ({ ...option, told: name });

function within(prefix: string, options: Readonly<Record<string, Option>>, prefixTold = prefix): Record<string, Option> {
  const entries = Object.entries(options).map(([path, option]) => {
    return [`${prefix}.${path}`, { ...option, told: prefixTold === '' ? (option.told ?? path) : option.told }] as const;
  });
  return Object.fromEntries(entries);
}

const CONNECT: Readonly<Record<string, Option>> = {
  apn: optional('string'),
  user: optional('string'),
  password: optional('string'),
  authentication: optional('number'),
  pin: optional('string'),
  roaming: optional('boolean'),
  registrationLimit: optional('number'),
  timeServers: optional(),
  tls: optional(),
  'tls.trust': told('tls.trust', { isRequired: true, takes: [] }),
  'tls.certificate': told('tls.', optional()),
  'tls.key': told('tls.', optional()),
  'tls.version': told('version', optional('number')),
  'tls.verify': told('tls.verify', optional('boolean')),
};

const connectOptions = (): Options => ({
  apn: 'CMNET',
  user: 'u',
  password: 'p',
  authentication: 1,
  pin: '1234',
  roaming: true,
  registrationLimit: 60000,
  timeServers: [{ host: 'ntp.example.com', port: 123 }],
  tls: { trust: CERTIFICATE, certificate: CERTIFICATE, key: KEY, version: 4, verify: true },
});

const MODEM: Readonly<Record<string, Option>> = {
  onAnomaly: optional('function', 'null'),
  // A value of the application's, which the modem keeps.
  target: optional(...ALL),
  dialect: optional(),
  memory: optional(),
  checkInterval: optional('number'),
  earliestYear: optional('number'),
  receiveCapacity: optional('number'),
  transmitCapacity: optional('number'),
  queueCapacity: optional('number'),
  guardTime: optional('number'),
  recovery: optional('object'),
  'recovery.resetPin': optional(),
  'recovery.powerKey': optional(),
  'recovery.restartHost': optional('function'),
  'recovery.random': optional('function'),
  'recovery.watchdog': optional(),
  'recovery.onRecovery': optional('function'),
  powerSaving: optional('object'),
  'powerSaving.psm': optional('object'),
  'powerSaving.psm.update': told('update', required('number')),
  'powerSaving.psm.active': told('active', required('number')),
  'powerSaving.edrx': told('', optional('number')),
  'powerSaving.sleep': optional('number'),
  'powerSaving.radioOff': optional('boolean'),
};

const modemOptions = (): Options => ({
  onAnomaly: () => undefined,
  target: {},
  dialect: fibocom,
  memory: { read: () => '', write: () => undefined },
  checkInterval: 60000,
  earliestYear: 2026,
  receiveCapacity: 2048,
  transmitCapacity: 1024,
  queueCapacity: 8,
  guardTime: 0,
  recovery: {
    resetPin: { pulse: () => undefined },
    powerKey: { cycle: () => undefined },
    restartHost: () => undefined,
    random: () => 0.5,
    watchdog: { feed: () => undefined },
    onRecovery: () => undefined,
  },
  powerSaving: { psm: { update: 3600, active: 10 }, edrx: 20, sleep: 2, radioOff: false },
});

const SERIAL: Readonly<Record<string, Option>> = {
  serial: required(),
  'serial.io': told('serial', required('function')),
  'serial.baud': optional('number'),
  'serial.flowControl': optional(),
};

const serialOptions = (time: VirtualTime): Options => {
  return { io: new VirtualUart({ time }).Serial, baud: 115200, flowControl: 'none' };
};

const BROKER: Readonly<Record<string, Option>> = {
  host: told('host', required('string')),
  port: told('', optional('number')),
  tls: optional('boolean'),
  user: told('', optional('string')),
  password: told('password', optional('string')),
  clientId: told('clientId', optional('string')),
  keepAlive: optional('number'),
  clean: optional('boolean'),
  liveness: optional('number'),
  loginLimits: told('loginLimits', optional('null', 'object')),
  'loginLimits.user': told('loginLimits', optional('number')),
  'loginLimits.password': told('loginLimits', optional('number')),
  'loginLimits.clientId': told('loginLimits', optional('number')),
};

const TOPICS = ['readings', 'backlog', 'alarms', 'status', 'command', 'response', 'health'];

const NODE: Readonly<Record<string, Option>> = {
  ...SERIAL,
  time: required(),
  sensors: required(),
  configuration: required(),
  'configuration.nodeId': told('nodeId', required('string')),
  'configuration.topicPrefix': told('topicPrefix', optional('string')),
  'configuration.QoS': told('QoS', optional('number')),
  'configuration.publishWindow': told('publishWindow', optional('number')),
  'configuration.backlog': told('backlog', optional('object')),
  'configuration.backlog.limit': told('backlog.limit', optional('number')),
  'configuration.backlog.pause': told('backlog.pause', optional('number')),
  'configuration.messageLimit': told('messageLimit', optional('number')),
  'configuration.network': told('network', optional('object')),
  ...within('configuration.network', CONNECT, ''),
  'configuration.broker': told('broker', required('object')),
  ...Object.fromEntries(Object.entries(BROKER).map(([path, option]) => {
    return [`configuration.broker.${path}`, { ...option, told: option.told ?? `broker.${path}` }];
  })),
  'configuration.dutyCycle': told('dutyCycle', optional()),
  'configuration.dutyCycle.period': told('dutyCycle.period', required('number')),
  'configuration.dutyCycle.limit': told('dutyCycle.limit', optional('number')),
  modem: optional('object'),
  'modem.io': optional('function'),
  ...within('modem', MODEM, ''),
  mqtt: optional('object'),
  'mqtt.io': optional('function'),
  'mqtt.slot': told('slot', optional('number')),
  topics: optional('object'),
  ...Object.fromEntries(TOPICS.map((name) => [`topics.${name}`, optional('string')])),
  subscriptions: optional(),
  commands: optional('object'),
  commandMemory: optional(),
  health: optional('object'),
  'health.interval': optional('number'),
  'health.fields': optional(),
  'health.version': optional('string'),
  'health.restartReason': optional('function', 'null'),
  'health.memory': optional('function', 'null'),
  collect: optional('function', 'null'),
  credentials: optional('function', 'null'),
  platform: optional(),
  encoding: optional('function', 'null'),
  outbox: optional(),
  alarms: optional(),
  'alarms.outbox': required(),
  random: required('function'),
  onProgress: optional('function', 'null'),
};

const SENSOR: Readonly<Record<string, Option>> = {
  name: told('sensors[0].name', required('string')),
  isAlarm: told('air.isAlarm', optional('function', 'null')),
};

const sensorOptions = (): Options => ({ name: 'air', isAlarm: () => false });

const SUBJECTS: readonly Subject[] = [
  {
    name: 'SensorNode',
    construct: (options) => new SensorNode(options as never),
    complete: () => {
      const time = new VirtualTime();
      return {
        serial: serialOptions(time),
        time,
        sensors: [{ name: 'air', io: SimulatedSensor, interval: 60000, time }],
        configuration: {
          nodeId: 'node-1',
          topicPrefix: 'cellnode',
          QoS: 1,
          publishWindow: 4,
          backlog: { limit: 1024, pause: 0 },
          messageLimit: 256,
          network: connectOptions(),
          broker: {
            host: 'broker.example.com',
            port: 8883,
            tls: true,
            user: 'u',
            password: 'p',
            clientId: 'me',
            keepAlive: 60000,
            clean: false,
            liveness: 90000,
            loginLimits: { user: 128, password: 128, clientId: 23 },
          },
          dutyCycle: { period: 3600000, limit: 600000 },
        },
        modem: { io: Modem, ...modemOptions() },
        mqtt: { io: MQTTClient, slot: 1 },
        topics: Object.fromEntries(TOPICS.map((name) => [name, `plant/{nodeId}/${name}`])),
        subscriptions: [{ topic: 'plant/all/time', onMessage: () => undefined }],
        commands: { valve: { run: () => undefined } },
        commandMemory: { read: () => '', write: () => undefined },
        health: { interval: 60000, fields: ['signal'], version: '1.0', restartReason: () => 'watchdog', memory: () => 1000 },
        collect: () => undefined,
        outbox: new RamOutbox(),
        encoding: json,
        alarms: { outbox: new RamOutbox() },
        random: () => 0.5,
        onProgress: () => undefined,
      };
    },
    options: NODE,
    former: ['sensor', 'alarms.isAlarm', 'configuration.interval'],
    // What a sensor or a port is made with is its maker's.
    ignoresUnknown: ['serial'],
  },
  {
    name: 'a sensor by a class',
    place: 'sensors[0]',
    construct: (options) => checkSensors([options], 'new SensorNode()'),
    complete: () => ({ ...sensorOptions(), io: SimulatedSensor, interval: 0, change: { temperature: 0.5 } }),
    elsewhere: ['summary'],
    options: { ...SENSOR, io: required('function'), interval: told('air.interval', optional('number')), change: told('air.change', optional('number', 'object')) },
    ignoresUnknown: [''],
  },
  {
    name: 'a sensor that is a function',
    place: 'sensors[0]',
    construct: (options) => checkSensors([options], 'new SensorNode()'),
    complete: () => ({ ...sensorOptions(), sample: () => 1, interval: 60000, summary: { every: 1000, values: ['mean'] } }),
    elsewhere: ['change', 'io'],
    options: {
      ...SENSOR,
      sample: told('air.sample', required('function')),
      interval: told('air.interval', required('number')),
      summary: told('air.summary', optional('object')),
      'summary.every': told('air.summary.every', required('number')),
      'summary.values': told('air.summary.values', optional()),
    },
  },
  {
    name: 'Modem',
    construct: (options) => new Modem(options as never),
    complete: () => {
      const time = new VirtualTime();
      return { serial: serialOptions(time), time, onChanged: () => undefined, ...modemOptions() };
    },
    options: { ...SERIAL, time: required(), onChanged: optional('function', 'null'), ...MODEM },
    ignoresUnknown: ['', 'serial'],
  },
  { name: 'connect()', construct: (options) => connectSettings(options), complete: connectOptions, options: CONNECT },
  {
    name: 'MQTTClient',
    construct: (options) => new MQTTClient(options as never),
    complete: () => {
      const time = new VirtualTime();
      return {
        link: new Modem({ serial: serialOptions(time) as never, time }),
        slot: 1,
        host: 'broker.example.com',
        port: 1883,
        tls: false,
        id: 'me',
        user: 'u',
        password: 'p',
        loginLimits: { user: 128, password: 128, clientId: 23 },
        target: {},
        clean: true,
        keepAlive: 60000,
        will: { topic: 't', message: 'm', QoS: 1, retain: true },
        receiveBuffer: new Uint8Array(64),
        publishCapacity: 64,
        publishWindow: 1,
        format: 'buffer',
        onReadable: () => undefined,
        onWritable: () => undefined,
        onControl: () => undefined,
        onError: () => undefined,
        onDropped: () => undefined,
      };
    },
    options: {
      link: required(),
      slot: optional('number', 'null'),
      host: required('string'),
      port: optional('number', 'string', 'null'),
      tls: optional('boolean', 'null'),
      id: told('', optional('string', 'null')),
      user: optional('string', 'null'),
      password: optional('string', 'null', 'object'),
      loginLimits: optional('null', 'object'),
      'loginLimits.user': told('loginLimits', optional('number')),
      'loginLimits.password': told('loginLimits', optional('number')),
      'loginLimits.clientId': told('loginLimits', optional('number')),
      target: optional(...ALL),
      // What counts as true is the standard's (Annex A): every value does or does not.
      clean: optional(...ALL),
      keepAlive: optional('number', 'null'),
      will: optional('null'),
      'will.topic': required('string'),
      'will.message': optional('string', 'null'),
      'will.QoS': told('qos', optional('number', 'null')),
      'will.retain': optional(...ALL),
      receiveBuffer: optional(),
      publishCapacity: optional('number'),
      publishWindow: optional('number'),
      format: optional(),
      onReadable: optional('function', 'null'),
      onWritable: optional('function', 'null'),
      onControl: optional('function', 'null'),
      onError: optional('function', 'null'),
      onDropped: optional('function', 'null'),
    },
    ignoresUnknown: ['', 'will'],
  },
  {
    name: 'RamOutbox',
    construct: (options) => new RamOutbox(options),
    complete: () => ({ capacity: 1024, maximumPayload: 64 }),
    options: { capacity: optional('number'), maximumPayload: optional('number') },
  },
  {
    name: 'JournalOutbox',
    construct: (options) => new JournalOutbox(options as never),
    complete: () => {
      const flash = new NorFlash({ blockLength: 4096, blocks: 4 });
      return { flash: { io: { open: () => flash } }, maximumPayload: 64, whenFull: 'drop-oldest' };
    },
    options: {
      flash: required(),
      'flash.io': told('flash', required()),
      maximumPayload: optional('number'),
      whenFull: optional(),
      clock: optional('object'),
    },
    // What a flash is opened with is its maker's.
    ignoresUnknown: ['flash'],
  },
  {
    name: 'PowerKey',
    construct: (options) => new PowerKey(options as never),
    complete: () => {
      return { time: new VirtualTime(), pin: { io: Pin }, pressed: 0, duration: 2000, offDuration: 3500, rest: 10000 };
    },
    options: {
      time: required(),
      pin: required(),
      'pin.io': told('pin', required('function')),
      pressed: optional('number'),
      duration: optional('number'),
      offDuration: optional('number'),
      rest: optional('number'),
    },
    ignoresUnknown: ['pin'],
  },
  {
    name: 'ResetPin',
    construct: (options) => new ResetPin(options as never),
    complete: () => ({ time: new VirtualTime(), pin: { io: Pin }, active: 0, duration: 500 }),
    options: {
      time: required(),
      pin: required(),
      'pin.io': told('pin', required('function')),
      active: optional('number'),
      duration: optional('number'),
    },
    ignoresUnknown: ['pin'],
  },
  {
    name: 'SimulatedSensor',
    construct: (options) => new SimulatedSensor(options as never),
    complete: () => ({ time: new VirtualTime(), seed: 1 }),
    options: { time: required(), seed: optional('number') },
    ignoresUnknown: [''],
  },
  {
    name: 'WakingSerial',
    construct: (options) => new WakingSerial(options as never),
    complete: () => {
      const time = new VirtualTime();
      const callbacks = { onReadable: () => undefined, onWritable: () => undefined };
      const { io } = serialOptions(time);
      return { serial: { io }, time, idle: 5000, wakeTime: 100, dtr: { io: Pin }, awake: 0, baud: 115200, ...callbacks };
    },
    options: {
      serial: required(),
      'serial.io': told('serial', required('function')),
      time: required(),
      idle: optional('number'),
      wakeTime: optional('number'),
      dtr: optional(),
      'dtr.io': told('dtr', required('function')),
      awake: optional('number'),
    },
    elsewhere: ['baud'],
    ignoresUnknown: ['', 'serial', 'dtr'],
  },
];

const VALUES: readonly [Kind, unknown][] = [
  ['null', null],
  ['string', 'a text'],
  ['number', 5],
  ['NaN', NaN],
  ['boolean', true],
  ['object', {}],
  ['object', Object.create(null)],
  ['function', () => 5],
  ['symbol', Symbol('a')],
  ['bigint', 5n],
];

function parentOf(options: Options, path: string): Options {
  return path.split('.').slice(0, -1).reduce((owner, name) => owner[name] as Options, options);
}

/** Options that note which of them are asked for; what has no place among `paths` is given as it is. */
function watched(options: Options, asked: Set<string>, owner: string, paths: readonly string[]): Options {
  return new Proxy(options, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof name !== 'string') return value;
      const path = owner === '' ? name : `${owner}.${name}`;
      if (!(name in Object.prototype)) asked.add(path);
      const isPlain = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
      return isPlain && paths.some((known) => known.startsWith(`${path}.`)) ? watched(value as Options, asked, path, paths) : value;
    },
  });
}

const lastOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
const ownerOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('.')));

function refusal(subject: Subject, options: Options, name: string, what: string): void {
  let error: Partial<CellularError> | undefined;
  try {
    subject.construct(options);
  } catch (thrown) {
    error = thrown as CellularError;
  }
  assert.ok(error !== undefined, `${subject.name} takes ${what}`);
  assert.equal(error.code, 'invalid-argument', `${subject.name} with ${what}: ${String(error.message)}`);
  assert.ok(error.message?.includes(name), `${subject.name} with ${what} names ${name}: ${String(error.message)}`);
}

for (const subject of SUBJECTS) {
  const { name, complete, options } = subject;

  test(`F42: ${name} takes all that it knows`, (t) => {
    t.notThrows(() => subject.construct(complete()));
  });

  test(`F42: ${name} asks for no option that is not broken here`, (t) => {
    const asked = new Set<string>();
    subject.construct(watched(complete(), asked, '', ['', ...Object.keys(options)]));
    const elsewhere = [...(subject.former ?? []), ...(subject.elsewhere ?? [])];
    t.deepEqual([...asked].filter((path) => !(path in options) && !elsewhere.includes(path)), []);
  });

  if (Object.values(options).some(({ isRequired }) => isRequired)) test(`F42: ${name} refuses by name that a required option is left out`, (t) => {
    t.plan(2 * Object.values(options).filter(({ isRequired }) => isRequired === true).length);
    for (const [path, option] of Object.entries(options)) {
      if (option.isRequired !== true) continue;
      for (const leaveOut of [true, false]) {
        const given = complete();
        const parent = parentOf(given, path);
        if (leaveOut) Reflect.deleteProperty(parent, lastOf(path));
        else parent[lastOf(path)] = undefined;
        t.notThrows(() => refusal(subject, given, option.told ?? path, `no ${path}`));
      }
    }
  });

  test(`F42: ${name} refuses by name a value of another type`, (t) => {
    for (const [path, option] of Object.entries(options)) {
      for (const [kind, value] of VALUES) {
        if (option.takes.includes(kind)) continue;
        const given = complete();
        parentOf(given, path)[lastOf(path)] = value;
        const what = `${kind} as ${path}`;
        t.notThrows(() => refusal(subject, given, option.told ?? path, what), what);
      }
    }
  });

  test(`F42: ${name} refuses an option that is misspelt, or ignores it as its standard says`, (t) => {
    const paths = Object.keys(options);
    const letters = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ');
    const spellings = fc.record({ path: fc.constantFrom(...paths), at: fc.nat(), letter: letters, how: fc.nat(3) });
    const run = fc.property(spellings, ({ path, at, letter, how }) => {
      const given = complete();
      const parent = parentOf(given, path);
      const last = lastOf(path);
      const wrong = misspelt(last, at % last.length, letter, how);
      if (wrong === last || wrong in parent || wrong in {}) return;
      parent[wrong] = parent[last];
      // Beside the right one: what is refused is the wrong one.
      if (subject.ignoresUnknown?.includes(ownerOf(path)) === true) return;
      refusal(subject, given, wrong, `${wrong} in the place of ${path}`);
    });
    check(t, run, { runs: 300 });
  });

  test(`F42: ${name} is given what are no options`, (t) => {
    for (const given of [null, 'text', 5, NaN, true]) {
      t.notThrows(() => refusal(subject, given as never, subject.place ?? 'options', `${String(given)} in the place of options`));
    }
  });
}

function misspelt(name: string, at: number, letter: string, how: number): string {
  if (how === 0) return name.slice(0, at) + name.slice(at + 1);
  if (how === 1) return name.slice(0, at) + letter + name.slice(at);
  if (how === 2) return name.slice(0, at) + letter + name.slice(at + 1);
  const swapped = name.charAt(at + 1) + name.charAt(at);
  return at + 1 < name.length ? name.slice(0, at) + swapped + name.slice(at + 2) : name + name.charAt(at);
}

// What the standard has ignored on a device, a development build says: tests run on one.

const MISSPELT_CLIENT: readonly string[] = ['clientId', 'username', 'hostname', 'Host', 'hots', 'onReadble', 'keepAlives', 'recieveBuffer'];

for (const name of MISSPELT_CLIENT) {
  test(`F42: a development build says that MQTTClient does not know ${name}`, (t) => {
    const client = SUBJECTS.find((subject) => subject.name === 'MQTTClient');
    t.throws(() => client?.construct({ ...client.complete(), [name]: 'x' }), { message: RegExp(`^${name}: is no option, and a device`) });
  });
}

for (const name of ['recovry', 'checkInterval2', 'guardtime', 'apn', 'tls']) {
  test(`F42: a development build says that Modem does not know ${name}`, (t) => {
    const modem = SUBJECTS.find((subject) => subject.name === 'Modem');
    t.throws(() => modem?.construct({ ...modem.complete(), [name]: 'x' }), { code: 'invalid-argument', message: RegExp(`^${name}: is `) });
  });
}

test('F42: what is like nothing that is known is ignored, as ECMA-419 has it', (t) => {
  const others = { io: null, socket: {}, dns: {}, pin: 5, transport: 'tcp', onBanana: 5, path: '/mqtt' };
  for (const name of ['MQTTClient', 'Modem']) {
    const subject = SUBJECTS.find((candidate) => candidate.name === name);
    t.notThrows(() => subject?.construct({ ...subject.complete(), ...others }));
  }
});
