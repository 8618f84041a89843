import { createHash } from 'node:crypto';
import type { ConnectOptions, Message } from '../broker/uplink.js';
import { takeReadings } from './plain-readings.js';
import { BAD_LOGIN, type GateOptions, type GateRules, IDENTIFIER_REJECTED, PlatformGate, textIn } from './platform-gate.js';

/** Seconds that the time of a login may be off. */
const WINDOW = 600;

/** A device of an instance, as its console shows it. */
export interface BaiduDevice {
  readonly iotCoreId: string;
  readonly deviceKey: string;
  readonly deviceSecret: string;
}

/** Baidu's IoT Core, by its pages on access (Akck4811r), limits (3k7o8yehh) and the topics of the default template (2k7o8yf4k). */
export class BaiduGate extends PlatformGate {
  readonly name = 'baidu';
  protected readonly rules: GateRules;
  readonly #device: BaiduDevice;
  readonly #base: string;
  /** The last command: an error does not name the one that it is of. */
  #asked = '';

  constructor(device: BaiduDevice, options: GateOptions) {
    super(options);
    this.#device = device;
    this.#base = `$iot/${device.deviceKey}/`;
    this.rules = {
      highestQoS: 1,
      takesRetained: false,
      keepAlive: { shortest: 30, longest: 1200 },
      rate: 10,
      longestPayload: 32768,
      longestTopic: 255,
      mostSubscriptions: 100,
      publishes: [`${this.#base}events`],
      subscribes: [`${this.#base}msg`],
    };
  }

  command(name: string, value: unknown): void {
    this.#asked = name;
    this.send(`${this.#base}msg`, { [name]: value });
  }

  /** There is no state here: it is a command as well, which the broker keeps for a session. */
  desire(name: string, value: unknown): void {
    this.command(name, value);
  }

  protected judge({ clientId, user = '', password }: ConnectOptions) {
    const { iotCoreId, deviceKey, deviceSecret } = this.#device;
    const refused = (reason: string) => ({ code: BAD_LOGIN, reason });
    if (!/^[0-9A-Za-z_-]{1,128}$/.test(clientId)) return { code: IDENTIFIER_REJECTED, reason: 'a client identifier with other characters' };
    const parts = user.split('|');
    const algorithm = parts.length > 1 ? parts[parts.length - 1] : '';
    const [instance, key] = parts;
    const time = parts.length === 4 ? parts[2] : '0';
    if (instance !== `thingidp@${iotCoreId}` || key !== deviceKey || parts.length < 3 || parts.length > 4) {
      return refused('the user is not thingidp@instance|device|[time|]algorithm of this device');
    }
    if (algorithm !== 'MD5' && algorithm !== 'SHA256') return refused('no such algorithm');
    const expected = createHash(algorithm).update(`${deviceKey}&${time}&${algorithm}${deviceSecret}`).digest('hex');
    if (textIn(password) !== expected) return refused('the signature is not that of the device: another secret');
    const off = Number(time) - Math.floor(this.utc / 1000);
    if (parts.length === 4 && !(Math.abs(off) <= WINDOW)) return refused(`the device's clock is ${off} s off, where ${WINDOW} are taken`);
    return undefined;
  }

  protected take({ payload }: Message) {
    let content: unknown;
    try {
      content = JSON.parse(textIn(payload));
    } catch {
      return { problem: 'no JSON', isFatal: false };
    }
    if (Array.isArray(content) || (typeof content === 'object' && content !== null && 'sensor' in content)) {
      takeReadings(content, (name, value, time) => this.arrive(name, value, time));
    } else if (isAnswer(content)) {
      if ('error' in content) this.answers.set(this.#asked, content);
      else for (const [name, value] of Object.entries(content)) this.answers.set(name, value);
    }
    return undefined;
  }
}

/** Neither health nor what is said first. */
function isAnswer(content: unknown): content is object {
  return typeof content === 'object' && content !== null && !('online' in content) && !('uptime' in content);
}
