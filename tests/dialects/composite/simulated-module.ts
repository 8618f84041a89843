import type { Message, QoS, Uplink, UplinkSession } from '../../../host-sim/broker/uplink.js';
import type { ModuleEnd } from '../../../host-sim/uart/module-end.js';
import type { Time } from '../../../modules/ports/time.js';

const CONTEXT_ADDRESS = '10.20.30.40';
/** Milliseconds from power-on to `RDY`, from dialling to the address, and from the opening of a network connection to its end. */
const START = 2500;
const DIALLING = 700;
const OPENING = 120;

interface Client {
  host: string;
  port: number;
  keepAlive: number;
  clean: boolean;
  topic: string;
  session: UplinkSession | undefined;
  /** Messages that wait to be received. */
  readonly inbox: { readonly id: number; readonly topic: string; readonly payload: Uint8Array }[];
}

interface DataPhase {
  readonly length: number;
  readonly bytes: number[];
  readonly then: (data: Uint8Array) => void;
}

export interface SimulatedCompositeOptions {
  readonly time: Time;
  readonly line: ModuleEnd;
  readonly uplink: Uplink;
  readonly utcNow: () => number;
}

/**
 * A module of the composite vendor, from its manual and not from the driver's rows: it reads its commands by itself. Clients are
 * opened by two commands, and stay half open where the second fails; a publish is two commands, and names its message when it is
 * complete.
 */
export class SimulatedComposite {
  /** Milliseconds by which the completion of a message comes late; `Infinity`: it is lost on the way. */
  completionDelay: (client: number, message: number) => number = () => 0;
  /** Whether the broker's word on a message is preceded by a line that it is sent once more. */
  repeats = false;
  /** Command lines that were heard, data left out. */
  readonly heard: string[] = [];
  readonly #options: SimulatedCompositeOptions;
  readonly #clients = new Map<number, Client>();
  #keepAlives = new Map<number, { readonly keepAlive: number; readonly clean: boolean }>();
  #line = '';
  #data: DataPhase | undefined;
  #isStarted = false;
  #hasEcho = true;
  #errorFormat = 0;
  #hasAddress = false;
  #apn = '';
  #isClockSet = false;
  #nextMessage = 0;
  #life = 0;

  constructor(options: SimulatedCompositeOptions) {
    this.#options = options;
    options.line.onBytes((bytes) => this.#receive(bytes));
  }

  /** As APN the module was told. */
  get apn(): string {
    return this.#apn;
  }

  /** How many clients hold a network connection. */
  get openClients(): readonly number[] {
    return [...this.#clients.keys()];
  }

  powerOn(): void {
    this.#life += 1;
    for (const { session } of this.#clients.values()) session?.drop();
    this.#clients.clear();
    this.#keepAlives.clear();
    this.#line = '';
    this.#data = undefined;
    this.#hasEcho = true;
    this.#errorFormat = 0;
    this.#hasAddress = false;
    this.#isClockSet = false;
    this.#isStarted = false;
    this.#later(START, () => {
      this.#isStarted = true;
      this.#say('RDY');
    });
  }

  /** The network takes the address back. */
  loseContext(): void {
    this.#hasAddress = false;
    for (const { session } of this.#clients.values()) session?.drop();
    this.#clients.clear();
    this.#say('+XPDPDEACT: 1');
  }

  // ── the line ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  #receive(bytes: Uint8Array): void {
    if (!this.#isStarted) return;
    for (const byte of bytes) {
      const data = this.#data;
      if (data !== undefined) {
        data.bytes.push(byte);
        if (data.bytes.length === data.length) this.#endData(data);
      } else if (byte === 13) {
        const line = this.#line;
        this.#line = '';
        if (line !== '') this.#obey(line);
      } else if (byte !== 10) {
        this.#line += String.fromCharCode(byte);
      }
    }
  }

  #endData(data: DataPhase): void {
    this.#data = undefined;
    data.then(Uint8Array.from(data.bytes));
  }

  #obey(line: string): void {
    if (this.#hasEcho) this.#write(`${line}\r\n`);
    if (!line.startsWith('AT')) return;
    this.heard.push(line);
    const [, name, sign, rest] = /^AT(\+?[A-Z]*)(=|\?|)(.*)$/s.exec(line) ?? ['', '', '', ''];
    const answer = this.#answer(name, sign, rest, argumentsOf(rest));
    if (answer === undefined) return;
    for (const text of answer) this.#say(text);
  }

  /** The lines that answer, or none where they come later. */
  #answer(name: string, sign: string, rest: string, values: readonly string[]): readonly string[] | undefined {
    const fixed: Record<string, readonly string[]> = {
      '': ['OK'],
      '+CGMM': ['COMPOSITE-1', 'OK'],
      '+CGMR': ['C1.04', 'OK'],
      '+CGSN': ['866123040012345', 'OK'],
      '+XCCID': ['+XCCID: 89860000000000000001', 'OK'],
      '+CPIN?': ['+CPIN: READY', 'OK'],
      '+CFUN?': ['+CFUN: 1', 'OK'],
      '+CSQ': ['+CSQ: 22,0', 'OK'],
      '+CREG?': ['+CREG: 2,1', 'OK'],
      '+CGREG?': ['+CGREG: 2,1', 'OK'],
      '+CEREG?': ['+CEREG: 2,1', 'OK'],
      '+COPS?': ['+COPS: 0,0,"Elsewhere",7', 'OK'],
      '+CMGF?': ['+CMGF: 0', 'OK'],
      '+CNMI?': ['+CNMI: 2,0,0,0,0', 'OK'],
      '+CMEE?': [`+CMEE: ${this.#errorFormat}`, 'OK'],
      '+CCLK?': [`+CCLK: "${this.#isClockSet ? digits(this.#options.utcNow()) : '80/01/06,00:00:10+00'}"`, 'OK'],
      '+CGPADDR': [`+CGPADDR: 1,"${this.#hasAddress ? CONTEXT_ADDRESS : '0.0.0.0'}"`, 'OK'],
    };
    const known = fixed[sign === '?' ? `${name}?` : name];
    if (known !== undefined && sign !== '=') return known;
    switch (name) {
      case 'E':
        this.#hasEcho = rest === '1';
        return ['OK'];
      case '+CMEE':
        this.#errorFormat = Number(rest);
        return ['OK'];
      case '+CREG':
      case '+CGREG':
      case '+CEREG':
      case '+CMGF':
      case '+CNMI':
      case '+CUSD':
      case '+XSCLK':
        return ['OK'];
      case '+CFUN':
        return ['OK'];
      case '+CGDCONT':
        this.#apn = values[2];
        return ['OK'];
      case '+CGACT':
        this.#later(values[0] === '1' ? DIALLING : 0, () => {
          this.#hasAddress = values[0] === '1';
          this.#say('OK');
        });
        return undefined;
      case '+XNTP':
        this.#later(200, () => {
          this.#isClockSet = true;
          this.#say('+XNTP: 0');
        });
        return ['OK'];
      default:
        return this.#mqtt(name, values);
    }
  }

  // ── MQTT ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  #mqtt(name: string, values: readonly string[]): readonly string[] | undefined {
    const number = Number(values[0]);
    const client = this.#clients.get(number);
    switch (name) {
      case '+XMQALIVE':
        this.#keepAlives.set(number, { keepAlive: Number(values[1]), clean: values[2] === '1' });
        return ['OK'];
      case '+XMQOPEN':
        return this.#open(number, client, values);
      case '+XMQCONN':
        return client === undefined || client.session !== undefined ? ['ERROR'] : this.#connect(number, client, values);
      case '+XMQTOPIC':
        if (client?.session === undefined) return ['ERROR'];
        return this.#expect(Number(values[1]), (data) => {
          client.topic = Buffer.from(data).toString();
          this.#say('OK');
        });
      case '+XMQPUB':
        return client?.session === undefined || client.topic === '' ? ['ERROR'] : this.#publish(number, client, client.session, values);
      case '+XMQSUB': {
        if (client?.session === undefined) return ['ERROR'];
        client.session.subscribe(values[2], Number(values[3]) as QoS, (granted) => {
          this.#say(granted === 128 ? `+XMQSUB: ${number},${values[1]},2` : `+XMQSUB: ${number},${values[1]},0,${granted}`);
        });
        return ['OK'];
      }
      case '+XMQUNS':
        if (client?.session === undefined) return ['ERROR'];
        client.session.unsubscribe(values[2], (isDone) => this.#say(`+XMQUNS: ${number},${values[1]},${isDone ? 0 : 2}`));
        return ['OK'];
      case '+XMQRECV':
        return client?.session === undefined ? ['ERROR'] : this.#hand(number, client);
      case '+XMQDISC': {
        if (client?.session === undefined) return ['ERROR'];
        client.session.disconnect(() => this.#say(`+XMQDISC: ${number},0`));
        client.session = undefined;
        return ['OK'];
      }
      case '+XMQCLOSE':
        if (client === undefined) return ['ERROR'];
        client.session?.drop();
        this.#clients.delete(number);
        this.#later(5, () => this.#say(`+XMQCLOSE: ${number},0`));
        return ['OK'];
      default:
        return ['ERROR'];
    }
  }

  #open(number: number, client: Client | undefined, [, host, port]: readonly string[]): readonly string[] {
    const { keepAlive = 60, clean = true } = this.#keepAlives.get(number) ?? {};
    const isFree = client === undefined && this.#hasAddress;
    const fresh: Client = { host, port: Number(port), keepAlive, clean, topic: '', session: undefined, inbox: [] };
    if (isFree) this.#clients.set(number, fresh);
    this.#later(OPENING, () => this.#say(`+XMQOPEN: ${number},${isFree ? 0 : 2}`));
    return ['OK'];
  }

  #connect(number: number, client: Client, [, clientId, user, password]: readonly string[]): readonly string[] {
    const { host, port, keepAlive, clean } = client;
    const credentials = user === undefined || user === '' ? {} : { user, password: Buffer.from(password) };
    client.session = this.#options.uplink.connect({ host, port, clientId, clean, keepAlive, ...credentials }, {
      onConnected: () => this.#say(`+XMQCONN: ${number},0,0`),
      onRefused: ({ code }) => {
        client.session = undefined;
        this.#say(`+XMQCONN: ${number},2,${Math.max(0, code - 699)}`);
      },
      onMessage: ({ topic, payload }) => {
        this.#nextMessage += 1;
        client.inbox.push({ id: this.#nextMessage, topic, payload });
        this.#say(`+XMQRECV: ${number},${this.#nextMessage}`);
      },
      onLost: () => {
        this.#clients.delete(number);
        this.#say(`+XMQSTAT: ${number},1`);
      },
    });
    return ['OK'];
  }

  #publish(number: number, client: Client, session: UplinkSession, values: readonly string[]): undefined {
    const [, id, qos, retain, length] = values;
    const { topic } = client;
    client.topic = '';
    return this.#expect(Number(length), (payload) => {
      const message: Message = { topic, payload, qos: Number(qos) as QoS, isRetained: retain === '1' };
      const life = this.#life;
      this.#say('OK');
      if (this.repeats) this.#say(`+XMQPUB: ${number},${id},1`);
      session.publish(message, (isDone) => {
        const delay = this.completionDelay(number, Number(id));
        const tell = (): void => this.#say(`+XMQPUB: ${number},${id},${isDone ? 0 : 2}`);
        if (life !== this.#life || delay === Infinity) return;
        if (delay === 0) tell();
        else this.#later(delay, tell);
      });
    });
  }

  #hand(number: number, client: Client): readonly string[] {
    const message = client.inbox.shift();
    if (message === undefined) return ['OK'];
    const { id, topic, payload } = message;
    this.#write(`\r\n+XMQRECV: ${number},${id},"${topic}",${payload.length},"`);
    this.#options.line.write(payload);
    this.#write('"\r\n');
    return ['OK'];
  }

  #expect(length: number, then: (data: Uint8Array) => void): undefined {
    this.#say('CONNECT');
    const data = { length, bytes: [], then };
    if (length === 0) then(new Uint8Array(0));
    else this.#data = data;
  }

  #say(text: string): void {
    this.#write(`\r\n${text}\r\n`);
  }

  #write(text: string): void {
    this.#options.line.write(Buffer.from(text, 'latin1'));
  }

  #later(milliseconds: number, what: () => void): void {
    const life = this.#life;
    this.#options.time.alarm(() => {
      if (life === this.#life) what();
    }).arm(milliseconds);
  }
}

/** Between commas, quotes taken off; in them a byte may be written in hexadecimal digits behind a backslash. */
function argumentsOf(text: string): string[] {
  return [...text.matchAll(/(?:"([^"]*)"|([^,]*))(?:,|$)/g)].map(([, quoted, plain]) => {
    const bytes = (quoted ?? plain).replaceAll(/\\([0-9A-F]{2})/g, (_, digitsOfByte: string) => String.fromCharCode(parseInt(digitsOfByte, 16)));
    return Buffer.from(bytes, 'latin1').toString();
  });
}

function digits(utc: number): string {
  const text = new Date(utc).toISOString();
  return `${text.slice(2, 10).replaceAll('-', '/')},${text.slice(11, 19)}+00`;
}
