import {
  checkCallback,
  checkMethods,
  checkNodeId,
  checkTime,
  invalidArgument,
  Modem,
  topicFrom,
  type Alarm,
  type CellularError,
  type ConnectOptions,
  type HostMemory,
  type SensorNodeOptions,
  type SerialSpecifier,
  type Time,
} from '../firmware/identity-toolkit.js';

const SOURCE = 'docs/identity.md';
/** ECMA-419's number of a module that registers: it has been asked for its names by then, and has told what it tells. */
const ASKED = 300;
/** Milliseconds until a module that did not tell is asked again; twice as long each time. */
const SHORTEST_PAUSE = 10_000;
const LONGEST_PAUSE = 600_000;
/** As long as what a module tells can be (3GPP TS 23.003, ITU-T E.118): a template is tried with them. */
const IMEI = '000000000000000';
const ICCID = '0000000000000000000000';

/** What a name is made of. */
export interface IdentityOptions {
  /**
   * The template of the name: text with `{imei}`, the module's serial number of 15 digits, `{iccid}`, the SIM card's number, and `{chip}`.
   * May be left out where {@link stored} has the name.
   */
  readonly nodeId?: string;
  /** The chip's own number, for `{chip}`: such as `getSerial()` of Espruino. */
  chip?(): string;
  /** Where a name was stored, which comes before the template: `store.memory('node-id')`. */
  readonly stored?: HostMemory;
  /** The serial port to the module, as the node's. It is opened only where the module must be asked, and closed before {@link onKnown}. */
  readonly serial: SerialSpecifier;
  /** By which it waits. */
  readonly time: Time;
  /** As the node's: with the means of recovery, a module that is silent is brought back. */
  readonly modem?: SensorNodeOptions['modem'];
  /** As the node's, for the PIN: the SIM card's number cannot be read without. */
  readonly network?: ConnectOptions;
  /** The name is known. Called once, from a turn of its own: what it throws is not caught. */
  onKnown(nodeId: string): void;
  /** The stored name breaks a rule, and the template is taken; or the module has not told its number, and is asked again. */
  onProblem?(error: CellularError): void;
}

/**
 * Finds out who a node is before there is one: nothing is connected or published under a wrong name. The module is asked over the
 * node's own port, and not left before it has told. No registration is waited for.
 */
export class Identity {
  readonly #options: IdentityOptions;
  readonly #modemOptions: NonNullable<SensorNodeOptions['modem']>;
  /** Asked for once, where it is wanted. */
  readonly #chip: string;
  readonly #turn: Alarm;
  #modem: Modem | undefined = undefined;
  #nodeId: string | undefined = undefined;
  #pause = SHORTEST_PAUSE;
  #isClosed = false;

  /** Throws `invalid-argument`: also for a template that would make no node id, whatever the module tells. Opens nothing. */
  constructor(options: IdentityOptions) {
    const { time, stored, modem = {} } = options;
    checkMethods('serial', options.serial, ['io'], '{ io: Serial, … }', SOURCE);
    checkTime(time, SOURCE);
    checkMethods('onKnown', options, ['onKnown'], 'a function', SOURCE);
    checkCallback('onProblem', options.onProblem, SOURCE);
    checkCallback('chip', options.chip, SOURCE);
    if (stored !== undefined) checkMethods('stored', stored, ['read'], "a HostMemory, such as store.memory('node-id')", SOURCE);
    this.#options = options;
    this.#modemOptions = { ...modem, memory: modem.memory ?? passingMemory() };
    this.#turn = time.alarm(() => this.#act());
    const { nodeId } = options;
    this.#chip = nodeId !== undefined && has(nodeId, 'chip') ? chipOf(options) : '';
    if (nodeId !== undefined) checkNodeId(this.#name(nodeId, IMEI, ICCID));
    else if (stored === undefined) throw invalidArgument('nodeId', 'is required without stored', SOURCE);
  }

  /**
   * The modem's options for the node, with what was learnt of the module: without a `memory` of its own the module would be restarted,
   * as nobody knew any more how it was left.
   */
  get modem(): NonNullable<SensorNodeOptions['modem']> {
    return this.#modemOptions;
  }

  /** Throws `invalid-argument` where neither a name is stored nor a template given, and what a `Modem` throws. */
  start(): void {
    const { nodeId } = this.#options;
    const stored = this.#stored();
    if (stored !== undefined) return this.#learn(stored);
    if (nodeId === undefined) throw invalidArgument('nodeId', 'is required: no name is stored', SOURCE);
    if (!isOfModule(nodeId)) return this.#learn(this.#name(nodeId, '', ''));
    const { serial, time, network } = this.#options;
    const { io = Modem, ...options } = this.#modemOptions;
    const modem = new io({ ...options, serial, time, onChanged: (property) => this.#follow(property) });
    this.#modem = modem;
    modem.connect(network);
  }

  /** Asks no more, and tells nothing. Legal more than once, and not needed once the name is known. */
  close(): void {
    this.#isClosed = true;
    this.#turn.disarm();
    this.#modem?.close();
  }

  #follow(property: string): void {
    const { nodeId = '' } = this.#options;
    const modem = this.#modem;
    if (modem === undefined || this.#nodeId !== undefined || this.#isClosed) return;
    const { imei, iccid } = modem;
    const isTold = (imei !== undefined || !has(nodeId, 'imei')) && (iccid !== undefined || !has(nodeId, 'iccid'));
    if (isTold) {
      this.#nodeId = this.#name(nodeId, imei ?? '', iccid ?? '');
      modem.close(() => this.#turn.arm(0));
    } else if (property === 'connection' && modem.connection >= ASKED) this.#askLater(modem);
  }

  /** The answer was lost, or is none: what else the module does is of no use under no name. */
  #askLater(modem: Modem): void {
    this.#report(invalidArgument('nodeId', 'the module has not told its number, and is asked again', SOURCE));
    modem.disconnect();
    this.#turn.arm(this.#pause);
    this.#pause = Math.min(LONGEST_PAUSE, 2 * this.#pause);
  }

  #learn(nodeId: string): void {
    this.#nodeId = nodeId;
    this.#turn.arm(0);
  }

  #act(): void {
    if (this.#isClosed) return;
    if (this.#nodeId === undefined) this.#modem?.connect(this.#options.network);
    else this.#options.onKnown(this.#nodeId);
  }

  /** `undefined` where there is none, or none that a node can have. */
  #stored(): string | undefined {
    const name = this.#options.stored?.read();
    if (typeof name !== 'string' || name === '') return undefined;
    try {
      checkNodeId(name);
      return name;
    } catch (error) {
      this.#report(error as CellularError);
      return undefined;
    }
  }

  #name(template: string, imei: string, iccid: string): string {
    return topicFrom(template, { imei, iccid, chip: this.#chip }, 'nodeId');
  }

  #report(error: CellularError): void {
    try {
      this.#options.onProblem?.(error);
    } catch {
      // It was only to be told.
    }
  }
}

function has(template: string, variable: string): boolean {
  return template.indexOf(`{${variable}}`) >= 0;
}

function chipOf({ chip }: IdentityOptions): string {
  const number = chip?.();
  if (typeof number === 'string' && number !== '') return number;
  throw invalidArgument('chip', 'must give the number for {chip}', SOURCE);
}

function isOfModule(template: string): boolean {
  return has(template, 'imei') || has(template, 'iccid');
}

/** From the modem that has asked to that of the node. */
function passingMemory(): HostMemory {
  let kept: string | undefined = undefined;
  return {
    read: () => kept,
    write: (text) => {
      kept = text;
    },
  };
}
