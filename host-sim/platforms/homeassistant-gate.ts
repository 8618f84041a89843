import { matchesFilter } from '../broker/topic-filter.js';
import type { Message } from '../broker/uplink.js';
import { type GateRules, objectIn, PlatformGate, textIn } from './platform-gate.js';

/** Of `homeassistant/components/mqtt/abbreviations.py`, what a node may use; all else is a misspelling here. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  all: ['~', 'name', 'uniq_id', 'avty_t', 'dev', 'o', 'ent_cat'],
  sensor: ['stat_t', 'val_tpl', 'unit_of_meas', 'dev_cla', 'stat_cla', 'exp_aft'],
  binary_sensor: ['stat_t', 'val_tpl', 'dev_cla', 'pl_on', 'pl_off', 'exp_aft'],
  number: ['stat_t', 'val_tpl', 'cmd_t', 'cmd_tpl', 'unit_of_meas', 'min', 'max', 'mode'],
  button: ['cmd_t', 'pl_prs'],
};
/** Units that a device class of a sensor may have. */
const UNITS: Readonly<Record<string, readonly string[]>> = {
  temperature: ['°C', '°F', 'K'],
  humidity: ['%'],
  atmospheric_pressure: ['Pa', 'hPa', 'kPa', 'bar', 'mbar'],
  illuminance: ['lx'],
  carbon_dioxide: ['ppm'],
  voltage: ['V', 'mV'],
  signal_strength: ['dB', 'dBm'],
};

interface Entity {
  readonly component: string;
  readonly stateTopic?: string;
  readonly availabilityTopic?: string;
  readonly template: string;
  readonly commandTopic?: string;
  readonly commandTemplate: string;
  readonly config: Readonly<Record<string, unknown>>;
  state?: string;
}

/** Home Assistant behind a plain broker: it takes up what is announced, follows the states, and gives commands. */
export class HomeAssistantGate extends PlatformGate {
  readonly name = 'homeassistant';
  /** By their unique ids. */
  readonly entities = new Map<string, Entity>();
  /** By the topic. */
  readonly availability = new Map<string, string>();
  protected readonly rules: GateRules = {};
  readonly #prefix = 'homeassistant';

  /** Entities by their ids without the node's. */
  command(name: string, value: unknown): void {
    const interval = [...this.entities.values()].find(({ component }) => component === 'number');
    const base = String(interval?.config['~']);
    if (name === 'interval') this.#tell(interval, value);
    else this.send(`${base}/command`, { [name]: value });
  }

  desire(name: string, value: unknown): void {
    this.command(name, value);
  }

  /** It has restarted, and asks all devices to announce themselves. */
  restart(): void {
    this.entities.clear();
    this.send(`${this.#prefix}/status`, 'online');
  }

  protected judge() {
    return undefined;
  }

  protected take({ topic, payload, isRetained }: Message) {
    if (matchesFilter(`${this.#prefix}/+/+/+/config`, topic)) return this.#discover(topic, payload, isRetained);
    if (topic.endsWith('/status')) this.availability.set(topic, textIn(payload));
    const content = objectIn(payload);
    if (topic.endsWith('/response') && content !== undefined) {
      for (const [name, answer] of Object.entries(content)) this.answers.set(String(content.command ?? name), content.error ?? answer);
    }
    for (const [id, entity] of this.entities) if (entity.stateTopic === topic && content !== undefined) this.#follow(id, entity, content);
    return undefined;
  }

  #discover(topic: string, payload: Uint8Array, isRetained: boolean) {
    const config = objectIn(payload);
    if (config === undefined) return { problem: 'an announcement that is no JSON object', isFatal: false };
    if (!isRetained) return { problem: 'an announcement that is not retained, which is forgotten with the next restart', isFatal: false };
    const [, component, nodeId, objectId] = topic.split('/');
    if (!/^[\w-]+$/.test(nodeId) || !/^[\w-]+$/.test(objectId)) return { problem: 'an id that is none', isFatal: false };
    const known = [...KEYS.all, ...(KEYS[component] ?? [])];
    const unknown = Object.keys(config).find((key) => !known.includes(key));
    if (unknown !== undefined) return { problem: `${unknown} is no key of ${component}`, isFatal: false };
    const { uniq_id: id, dev, dev_cla: deviceClass, unit_of_meas: unit } = config;
    if (typeof id !== 'string' || typeof dev !== 'object') return { problem: 'uniq_id and dev are wanted for a device', isFatal: false };
    if (typeof deviceClass === 'string' && UNITS[deviceClass]?.includes(String(unit)) === false) {
      return { problem: `${String(unit)} is no unit of ${deviceClass}`, isFatal: false };
    }
    const full = (key: string): string | undefined => {
      const value = config[key];
      return typeof value === 'string' ? value.replace(/^~/, String(config['~'])) : undefined;
    };
    this.entities.set(id, {
      component,
      stateTopic: full('stat_t'),
      availabilityTopic: full('avty_t'),
      template: String(config.val_tpl ?? ''),
      commandTopic: full('cmd_t'),
      commandTemplate: String(config.cmd_tpl ?? config.pl_prs ?? ''),
      config,
    });
    return undefined;
  }

  #follow(id: string, entity: Entity, content: Readonly<Record<string, unknown>>): void {
    const state = rendered(entity.template, content);
    if (state === '') return;
    entity.state = state;
    if (entity.component === 'number') return;
    this.arrive(id, entity.component === 'binary_sensor' ? state === entity.config.pl_on : Number(state), undefined);
  }

  #tell(entity: Entity | undefined, value: unknown): void {
    if (entity?.commandTopic !== undefined) this.send(entity.commandTopic, entity.commandTemplate.replace('{{value}}', String(value)));
  }
}

/** `{{value_json.sample['a']['b'] if value_json.sensor=='room'}}`, as Jinja renders it: what is not there is nothing, true is `True`. */
function rendered(template: string, content: Readonly<Record<string, unknown>>): string {
  const [, path, , sensor] = /^\{\{value_json((?:\.\w+|\['[^']+'\])+)( if value_json\.sensor=='([^']+)')?\}\}$/.exec(template) ?? [];
  if (path === undefined) throw new Error(`a template that is not known here: ${template}`);
  if (sensor !== undefined && content.sensor !== sensor) return '';
  let value: unknown = content;
  for (const [, name, quoted] of path.matchAll(/\.(\w+)|\['([^']+)'\]/g)) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name ?? quoted] : undefined;
  }
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return value === undefined || value === null ? '' : String(value);
}
