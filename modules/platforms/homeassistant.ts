/** `cellnode/platforms/homeassistant`: what a node measures, as entities of Home Assistant. */
import { utf8Bytes, type Encoding } from '../encodings/toolkit.js';
import { invalidArgument, json, refuseUnknownOptions, utf8Text } from '../firmware/platform-toolkit.js';
import type { Platform, PlatformNode, PlatformParts } from '../firmware/platform.js';
import type { Message, MessageSource } from '../telemetry/message-source.js';
import type { TopicSubscription } from '../telemetry/topic-subscriptions.js';
import { isSame } from './parts/same-bytes.js';
import { unitOf } from './parts/sensor-units.js';

const SOURCE = 'docs/platforms/homeassistant.md';
/** Bytes of the longest announcement. */
const LONGEST = 1024;
/** A sensor is unavailable after so many intervals without a reading. */
const PATIENCE = 3;
/** Entities that are announced at most. */
const LIMIT = 48;
/** Where the sensor's name is in a record, before its sample. */
const NAME_AT = 3;

/** How Home Assistant is told. */
export interface HomeAssistantOptions {
  /** Of its discovery topics; `homeassistant` by default. */
  readonly prefix?: string;
  /** As it calls the device; the node id by default. */
  readonly name?: string;
  /** Seconds without a reading after which a value is unavailable: three intervals of its sensor by default, 0 never. */
  readonly expireAfter?: number;
}

/**
 * Announces each value that a sensor gives as an entity of one device, retained, when it has first been measured, and when Home Assistant
 * has restarted. All else is as with a plain broker. Throws `invalid-argument`, by name.
 */
export function homeAssistant(options: HomeAssistantOptions = {}): Platform {
  refuseUnknownOptions(options, ['prefix', 'name', 'expireAfter'], 'homeAssistant.', SOURCE);
  const { expireAfter = 0 } = options;
  if (!(expireAfter >= 0)) throw invalidArgument('expireAfter', 'must be seconds from 0 on', SOURCE);
  return { name: 'homeAssistant', open: (node) => new HomeAssistant(options, node) };
}

interface Entity {
  readonly component: 'sensor' | 'binary_sensor' | 'number' | 'button';
  /** In the topic, and behind the node id the unique id. */
  readonly id: string;
  readonly name: string;
  /** What is only this entity's, as members of a JSON object. */
  readonly details: string;
}

class HomeAssistant implements PlatformParts, MessageSource {
  readonly encoding: Encoding;
  readonly source: MessageSource = this;
  readonly longestMessage = LONGEST;
  readonly subscriptions: readonly TopicSubscription[];
  readonly #options: HomeAssistantOptions;
  readonly #node: PlatformNode;
  readonly #prefix: string;
  /** Sensors whose values are known, by the bytes of their names. */
  readonly #sensors: Uint8Array[] = [];
  readonly #entities: Entity[];
  /** The next one to be announced. */
  #next = 0;
  #message: Message | undefined = undefined;

  constructor(options: HomeAssistantOptions, node: PlatformNode) {
    const { prefix = 'homeassistant' } = options;
    this.#options = options;
    this.#node = node;
    this.#prefix = prefix;
    this.encoding = observed((sample, name) => this.#observe(sample, name));
    const onMessage = (payload: Uint8Array): void => {
      if (utf8Text(payload, 0, payload.length) === 'online') this.#announceAll();
    };
    this.subscriptions = [{ topic: `${prefix}/status`, QoS: 0, onMessage }];
    const interval = '"cmd_t":"~/command","cmd_tpl":"{\\"interval\\":{{value}}}","stat_t":"~/response",' +
      '"val_tpl":"{{value_json.interval}}","unit_of_meas":"s","max":86400,"ent_cat":"config"';
    const sample = '"cmd_t":"~/command","pl_prs":"{\\"sample\\":true}","ent_cat":"diagnostic"';
    this.#entities = [
      { component: 'number', id: 'interval', name: 'Interval', details: interval },
      { component: 'button', id: 'sample', name: 'Sample now', details: sample },
    ];
  }

  next(): Message | undefined {
    if (this.#message === undefined && this.#next < this.#entities.length) this.#message = this.#announcement(this.#entities[this.#next]);
    return this.#message;
  }

  delivered(): boolean {
    this.#message = undefined;
    this.#next += 1;
    return true;
  }

  #announceAll(): void {
    this.#next = 0;
    this.#message = undefined;
    this.#node.wake();
  }

  #announcement({ component, id, name, details }: Entity): Message {
    const { nodeId, topicPrefix, QoS, dutyCycle } = this.#node.settings;
    const { name: device = nodeId } = this.#options;
    // One that sleeps says that it is offline each time: what it has measured last still holds.
    const availability = dutyCycle === undefined ? ',"avty_t":"~/status"' : '';
    const text = `{"~":${JSON.stringify(`${topicPrefix}/${nodeId}`)},"name":${JSON.stringify(name)},` +
      `"uniq_id":${JSON.stringify(`${nodeId}_${id}`)},${details}${availability},` +
      `"dev":{"ids":[${JSON.stringify(nodeId)}],"name":${JSON.stringify(device)}},"o":{"name":"cellnode"}}`;
    return { topic: `${this.#prefix}/${component}/${plain(nodeId)}/${plain(id)}/config`, payload: utf8Bytes(text), QoS, retain: true };
  }

  /** The first sample of a sensor tells what it measures. */
  #observe(sample: unknown, name: Uint8Array): void {
    for (let index = 0; index < this.#sensors.length; index += 1) if (isSame(this.#sensors[index], name)) return;
    const copy = name.slice();
    const sensor = utf8Text(copy, 0, copy.length);
    this.#sensors.push(copy);
    this.#describe(sample, sensor, [], 'value_json.sample');
    this.#node.wake();
  }

  #describe(value: unknown, sensor: string, path: readonly string[], template: string): void {
    if (value === null || value === undefined || Array.isArray(value) || this.#entities.length === LIMIT) return;
    if (typeof value === 'object') {
      const names = Object.keys(value);
      for (let index = 0; index < names.length; index += 1) {
        const name = names[index];
        const part = (value as Readonly<Record<string, unknown>>)[name];
        if (name.indexOf("'") < 0 && name.indexOf('\\') < 0) this.#describe(part, sensor, path.concat(name), `${template}['${name}']`);
      }
      return;
    }
    const isBoolean = typeof value === 'boolean';
    const measured = typeof value === 'number' ? `,"stat_cla":"measurement"${unitOf(path)}` : '';
    // A reading of another sensor renders nothing, which Home Assistant passes over.
    const condition = this.#node.sensors.length === 1 ? '' : ` if value_json.sensor=='${sensor}'`;
    const state = JSON.stringify(`{{${template}${condition}}}`);
    this.#entities.push({
      component: isBoolean ? 'binary_sensor' : 'sensor',
      id: [sensor].concat(path).join('_'),
      name: [sensor].concat(path.slice(-1)).join(' '),
      details: `"stat_t":"~/readings","val_tpl":${state}${this.#expiry(sensor)}${isBoolean ? ',"pl_on":"True","pl_off":"False"' : measured}`,
    });
  }

  #expiry(sensor: string): string {
    const { settings, sensors } = this.#node;
    const interval = settings.dutyCycle?.period ?? sensors.find(({ name }) => name === sensor)?.interval ?? 0;
    const { expireAfter = Math.ceil((interval * PATIENCE) / 1000) } = this.#options;
    return expireAfter > 0 ? `,"exp_aft":${expireAfter}` : '';
  }
}

/** JSON, by which it is seen what sensors give. A preloaded class is read-only, and with it what its instances would be assigned. */
function observed(onSample: (sample: unknown, name: Uint8Array) => void): Encoding {
  const encoding = json();
  const write = (sample: unknown, target: Uint8Array, offset: number): number => {
    const end = encoding.write(sample, target, offset);
    onSample(sample, target.subarray(NAME_AT, offset));
    return end;
  };
  return Object.defineProperty(encoding, 'writeSample', { value: write });
}

/** An id in a discovery topic has letters, digits, `_` and `-`. */
function plain(text: string): string {
  let id = '';
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const letter = code | 0x20;
    const isKept = (letter >= 0x61 && letter <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x5f || code === 0x2d;
    id += isKept ? text.charAt(index) : '_';
  }
  return id;
}
