import { executeInTurn } from '../at/dialogue/execute-in-turn.js';
import type { Exchange, Request } from '../at/dialogue/exchange.js';
import type { CellularError } from '../base/errors.js';
import type { OpeningRequest } from '../cellular/dialect/mqtt.js';
import type { Link } from '../modem/link.js';
import type { Alarm } from '../ports/time.js';
import type { Settings } from './client-options.js';

/** How often a slot that refuses to be opened is tried, and the milliseconds between two tries that nothing else fills. */
const ATTEMPTS = 6;
const PAUSE = 1000;
/** How often the end of the slot's former connection is waited for: as long as a module may take to tell of it. */
const CLOSING_ROUNDS = 15;

export interface OpeningListener {
  /** The connection is open, or the reason why it is not; then `isSlotOpen` tells whether the module may hold some of it all the same. */
  onOpened(error: CellularError | undefined, isSlotOpen: boolean): void;
}

/**
 * From a free slot to an open connection, by the commands that the dialect has for it; after a refused TLS handshake the module is
 * asked why. `onOpened` comes once, unless {@link ConnectionOpening.cancel} comes before.
 */
export class ConnectionOpening {
  readonly #link: Link;
  readonly #slot: number;
  readonly #settings: Settings;
  readonly #listener: OpeningListener;
  readonly #pause: Alarm;
  #requests: readonly OpeningRequest[] = [];
  #index = 0;
  #current: Exchange | undefined = undefined;
  /** A command that opens is under way: it cannot be stopped. */
  #isOpening = false;
  /** One that opens has succeeded, and another follows. */
  #isHalfOpen = false;
  #isCancelled = false;
  /** The module has said that it is still set up for TLS; what is opened next may be opened. */
  #isTlsChecked = false;
  #attempts = 0;
  #rounds = 0;
  #reason = 0;
  #tlsFailure: CellularError | undefined = undefined;

  constructor(link: Link, slot: number, settings: Settings, listener: OpeningListener) {
    this.#link = link;
    this.#slot = slot;
    this.#settings = settings;
    this.#listener = listener;
    this.#pause = link.time.alarm(() => this.#begin());
  }

  start(): void {
    const problem = this.#settings.isTls ? this.#link.tlsProblem : undefined;
    if (problem !== undefined) return this.#end(problem);
    this.#begin();
  }

  /** An open that is under way cannot be stopped: its connection is closed as soon as it is there. */
  cancel(): void {
    this.#isCancelled = true;
    this.#pause.disarm();
    if (this.#current !== undefined && !this.#isOpening) this.#link.abandon(this.#current);
  }

  #begin(): void {
    this.#attempts += 1;
    this.#requests = this.#link.mqtt.opening(this.#slot, this.#settings);
    this.#index = 0;
    this.#isHalfOpen = false;
    this.#isTlsChecked = false;
    this.#next();
  }

  #next(): void {
    const request = this.#requests[this.#index];
    if (request === undefined) return this.#end(undefined);
    if (request.problemIn !== undefined) return this.#ask(request);
    if (request.command.completion !== undefined && this.#settings.isTls && !this.#isTlsChecked) return this.#checkTls();
    this.#isOpening = request.command.completion !== undefined;
    this.#run({
      ...request,
      onCompletion: (fields) => {
        this.#reason = this.#link.mqtt.reasonIn(fields);
      },
      onEnd: (error) => (this.#isOpening ? this.#opened(request, error) : this.#prepared(request, error)),
    });
  }

  #ask(request: OpeningRequest): void {
    let problem: CellularError | undefined;
    this.#run({
      ...request,
      onReply: (fields) => {
        problem = problem ?? request.problemIn?.(fields);
      },
      onEnd: () => this.#prepared(request, problem),
    });
  }

  /** As late as can be, so that nothing is forgotten between the word of the module and the connection. */
  #checkTls(): void {
    this.#isTlsChecked = true;
    const link = this.#link;
    if (link.checkTls === undefined) return this.#next();
    this.#current = undefined;
    try {
      link.checkTls((problem) => {
        if (this.#isCancelled) return;
        if (problem === undefined) this.#next();
        else this.#end(problem);
      });
    } catch (error) {
      this.#end(error as CellularError);
    }
  }

  #prepared(request: Request, error: CellularError | undefined): void {
    if (error !== undefined) return this.#end(this.#explained(request, error));
    if (this.#rounds < CLOSING_ROUNDS && this.#link.isSlotClosing?.(this.#slot) === true) return this.#waitForEnd();
    this.#index += 1;
    this.#next();
  }

  /** There are modules that forget the will with a connection: one that ends between will and open would leave the next without. */
  #waitForEnd(): void {
    this.#rounds += 1;
    this.#attempts -= 1;
    this.#pause.arm(PAUSE);
  }

  #opened(request: Request, error: CellularError | undefined): void {
    this.#isOpening = false;
    if (this.#isCancelled) return error === undefined || this.#isHalfOpen ? this.#closeSlot(ignore) : undefined;
    if (error === undefined) {
      this.#isHalfOpen = true;
      this.#index += 1;
      return this.#next();
    }
    const { mqtt } = this.#link;
    if (this.#attempts < ATTEMPTS && mqtt.isOccupied(error, this.#reason)) return this.#clearSlot();
    const { tlsCause } = mqtt;
    if (error.code === 'failed' && this.#settings.isTls && tlsCause !== undefined) return this.#askTlsCause(request, error);
    this.#end(this.#explained(request, error));
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
      if (problem === undefined) this.#begin();
      else this.#end(problem);
    });
  }

  #closeSlot(onEnd: (error: CellularError | undefined) => void): void {
    executeInTurn((exchange) => this.#run(exchange), this.#link.mqtt.closing(this.#slot), onEnd);
  }

  #askTlsCause(request: Request, error: CellularError): void {
    const { mqtt } = this.#link;
    if (mqtt.tlsCause === undefined) return;
    this.#run({
      command: mqtt.tlsCause,
      values: [],
      onReply: (fields) => {
        this.#tlsFailure = mqtt.tlsFailureIn(fields);
      },
      onEnd: () => this.#end(this.#tlsFailure ?? this.#explained(request, error)),
    });
  }

  #explained(request: Request, error: CellularError): CellularError {
    return this.#link.mqtt.explain(request, error, this.#reason, this.#settings);
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
    this.#listener.onOpened(error, this.#isHalfOpen || error?.code === 'timeout');
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
