import type { Exchange } from '../at/dialogue/exchange.js';
import { SlicedBuffer } from '../at/send/sliced-buffer.js';
import { type CellularError, cellularError } from '../base/errors.js';
import { refusalReason, tlsCause } from '../fibocom/causes.js';
import { mqttClose, mqttOpen, mqttUser, mqttWill, mqttWillLength } from '../fibocom/mqtt.js';
import { tlsError } from '../fibocom/tls.js';
import type { Link } from '../modem/link.js';
import type { Alarm } from '../ports/time.js';
import { openValues, type Settings, userValues, type WillSettings } from './client-options.js';
import { goesInQuotes } from './payload-form.js';

/** How often a slot that refuses to be opened is tried, and the milliseconds between two tries that nothing else fills. */
const ATTEMPTS = 6;
const PAUSE = 1000;

export interface OpeningListener {
  /** The connection is open, or the reason why it is not. */
  onOpened(error: CellularError | undefined): void;
}

/**
 * From a free slot to an open connection: credentials, will, open; after a refused TLS handshake the module is asked why.
 * `onOpened` comes once, unless {@link ConnectionOpening.cancel} comes before.
 */
export class ConnectionOpening {
  readonly #link: Link;
  readonly #slot: number;
  readonly #settings: Settings;
  readonly #listener: OpeningListener;
  readonly #pause: Alarm;
  #current: Exchange | undefined = undefined;
  #isCancelled = false;
  #attempts = 0;
  #reason = 0;
  #tlsCode = 0;

  constructor(link: Link, slot: number, settings: Settings, listener: OpeningListener) {
    this.#link = link;
    this.#slot = slot;
    this.#settings = settings;
    this.#listener = listener;
    this.#pause = link.time.alarm(() => this.#setUser());
  }

  start(): void {
    const problem = this.#settings.isTls ? this.#link.tlsProblem : undefined;
    if (problem !== undefined) return this.#end(problem);
    this.#setUser();
  }

  /** An open that is under way cannot be stopped: its connection is closed as soon as it is there. */
  cancel(): void {
    this.#isCancelled = true;
    this.#pause.disarm();
    if (this.#current !== undefined && this.#current.command !== mqttOpen) this.#link.abandon(this.#current);
  }

  #setUser(): void {
    this.#run({
      command: mqttUser,
      values: userValues(this.#slot, this.#settings),
      onEnd: (error) => (error === undefined ? this.#setWill() : this.#end(this.#explainUser(error))),
    });
  }

  #setWill(): void {
    const { will } = this.#settings;
    if (will === undefined) return this.#open();
    this.#run({
      ...willExchange(this.#slot, will),
      onEnd: (error) => (error === undefined ? this.#open() : this.#end(error)),
    });
  }

  #open(): void {
    this.#attempts += 1;
    this.#run({
      command: mqttOpen,
      values: openValues(this.#slot, this.#settings),
      onCompletion: (fields) => {
        this.#reason = fields.has('reason') ? fields.integer('reason') : fields.integer('status');
      },
      onEnd: (error) => this.#opened(error),
    });
  }

  #opened(error: CellularError | undefined): void {
    if (this.#isCancelled) return error === undefined ? this.#closeSlot(ignore) : undefined;
    if (error === undefined) return this.#end(undefined);
    if (error.code === 'refused' && this.#attempts < ATTEMPTS) return this.#clearSlot();
    if (error.code === 'failed' && this.#settings.isTls) return this.#askTlsCause();
    this.#end(error.code === 'failed' ? this.#refusal() : this.#explainOpen(error));
  }

  /**
   * A slot that was left open, as by a host that restarted while the module went on, refuses to be opened. One that a former
   * client has just left is still closing, or even opening, and refuses both. Whether what was set meanwhile outlives the
   * old connection's end is not known, so all is set again. What is due of a slot that another program has left open nobody knows:
   * the modem then has it left alone.
   */
  #clearSlot(): void {
    this.#closeSlot((error) => {
      if (error !== undefined) return this.#pause.arm(PAUSE);
      const problem = this.#link.foundSlotOpen?.(this.#slot);
      if (problem === undefined) this.#setUser();
      else this.#end(problem);
    });
  }

  #closeSlot(onEnd: (error: CellularError | undefined) => void): void {
    this.#run({ command: mqttClose, values: [this.#slot], onEnd });
  }

  #askTlsCause(): void {
    this.#run({
      command: tlsError,
      values: [],
      onReply: (fields) => {
        this.#tlsCode = fields.integer('code');
      },
      onEnd: () => this.#end(this.#tlsCode === 0 ? this.#refusal() : tlsFailure(this.#tlsCode)),
    });
  }

  #refusal(): CellularError {
    const message = `AT+MQTTOPEN=: ${refusalReason(this.#reason)}`;
    const result = this.#reason > 0 ? String(this.#reason) : undefined;
    return cellularError('connection-refused', message, { command: 'AT+MQTTOPEN=', result, isRetryable: true });
  }

  /** A module need not know a keep-alive of 0, and would only say that it does not like something of its command. */
  #explainOpen(error: CellularError): CellularError {
    if (error.code !== 'refused' || this.#settings.keepAlive !== 0) return error;
    const message = `${error.message}: keepAlive: 0 may not be known to this module, 1000 to 300000 milliseconds are`;
    return cellularError('refused', message, { command: error.command, result: error.result, isRetryable: false });
  }

  /** Over the documented length the module may refuse; the error says which limit was passed. */
  #explainUser(error: CellularError): CellularError {
    const { id, user, password } = this.#settings;
    const isLong = (id?.length ?? 0) > 23 || user.length > 128 || password.length > 128;
    if (error.code !== 'refused' || !isLong) return error;
    const message = `${error.message}: documented are 128 bytes for user and password and 23 for the client identifier`;
    return cellularError('refused', message, { command: error.command, result: error.result, isRetryable: false });
  }

  #run(exchange: Exchange): void {
    this.#execute({
      ...exchange,
      onEnd: (error) => {
        // A module that slept has lost the head of the line, and is awake now: once more, where that does no harm.
        if (error?.code === 'timeout' && exchange.command.repeatable) this.#execute(exchange);
        else exchange.onEnd(error);
      },
    });
  }

  #end(error: CellularError | undefined): void {
    this.#listener.onOpened(error);
  }

  #execute(exchange: Exchange): void {
    this.#current = exchange;
    try {
      this.#link.execute(exchange);
    } catch (error) {
      this.#end(error as CellularError);
    }
  }
}

function ignore(): void {
  // Nobody waits for it.
}

function willExchange(slot: number, will: WillSettings): Omit<Exchange, 'onEnd'> {
  const payload = new SlicedBuffer(Math.max(1, will.message.length));
  payload.contents.set(will.message);
  payload.length = will.message.length;
  return goesInQuotes(payload)
    ? { command: mqttWill, values: [slot, will.topic, will.qos, will.retain, payload] }
    : { command: mqttWillLength, values: [slot, will.topic, will.qos, will.retain, payload.length], data: payload };
}

function tlsFailure(code: number): CellularError {
  return cellularError('tls', `TLS: ${tlsCause(code)} (GTSSLERR ${code})`, {
    command: 'AT+MQTTOPEN=',
    result: String(code),
    isRetryable: true,
  });
}
