import { utf8Length } from '../../../modules/base/utf8.js';
import type { Urc } from '../../../modules/at/command.js';
import type { AnyValues } from '../../../modules/at/field.js';
import * as urcs from '../../../modules/fibocom/urcs.js';
import type { ConnectOptions, Message, QoS, Refusal, Uplink, UplinkSession } from '../../broker/uplink.js';
import type { Profile } from '../profile.js';
import type { Runtime } from '../runtime.js';
import type { SlotState } from '../state.js';
import { MessageQueue } from './message-queue.js';

/** What `+MQTTBREAK` numbers: 1 closed by network or server, 2 radio link lost, 3 not registered. */
export type BreakCause = 1 | 2 | 3;

/** Login of the next open; remembered over closings, forgotten with the power. */
export interface SlotLogin {
  /** Empty where none was given. */
  readonly user: string;
  /** As it came; empty where none was given. */
  readonly password: Uint8Array;
  /** Empty where the module's own identifier is meant. */
  readonly clientId: string;
}

/** One MQTT connection: what the guide calls a Client_id. */
export class MqttSlot {
  login: SlotLogin = { user: '', password: new Uint8Array(0), clientId: '' };
  will: Message | undefined;
  readonly number: number;
  readonly #runtime: Runtime;
  readonly #uplink: Uplink;
  readonly #waiting: MessageQueue;
  #state: SlotState = 'closed';
  #session: UplinkSession | undefined;
  /** Whether messages wait for `AT+MQTTREAD`; fixed while the slot is open. */
  #isPulled = false;
  #cancelTimer: () => void = () => undefined;
  /** Publishes whose end was not told. */
  #publishes = 0;
  /** Counts the connections, so that what a former one still says is known for that. */
  #generation = 0;

  constructor(number: number, runtime: Runtime, uplink: Uplink) {
    this.number = number;
    this.#runtime = runtime;
    this.#uplink = uplink;
    this.#waiting = new MessageQueue(runtime.profile.messageQueueDepth, runtime.profile.fullMessageQueueDrops);
  }

  get state(): SlotState {
    return this.#state;
  }

  /** Whether the module takes another publish now. */
  get takesPublish(): boolean {
    return this.#publishes < this.#runtime.profile.publishesInFlight;
  }

  get emptyQueueAnswer(): Profile['emptyQueueAnswer'] {
    return this.#runtime.profile.emptyQueueAnswer;
  }

  get hasLogin(): boolean {
    const { user, password, clientId } = this.login;
    return user !== '' || password.length > 0 || clientId !== '';
  }

  get waitingMessages(): number {
    return this.#waiting.length;
  }

  /** `onRefused` hears why before the URC tells that there is no connection. */
  open(options: ConnectOptions, isPulled: boolean, onRefused: (refusal: Refusal) => void): void {
    const { schedule, draw, profile } = this.#runtime;
    this.#waiting.clear();
    this.#isPulled = isPulled;
    this.#begin('opening');
    this.#cancelTimer = schedule.after(draw(profile.timing.mqttOpen), () => {
      this.#cancelTimer = schedule.after(draw(profile.timing.mqttOpenLimit), () => this.#endOpening([0]));
      this.#connect(options, onRefused);
    });
  }

  /** An opening that cannot even begin. */
  failToOpen(): void {
    this.#report(urcs.mqttOpened, [0]);
  }

  subscribe(topic: string, qos: QoS): void {
    const onDone = this.#whileConnected((granted: number) => this.#complete(urcs.mqttSubscribed, granted < 128));
    this.#session?.subscribe(topic, qos, onDone);
  }

  unsubscribe(topic: string): void {
    this.#session?.unsubscribe(topic, this.#whileConnected((isDone: boolean) => this.#complete(urcs.mqttUnsubscribed, isDone)));
  }

  publish(message: Message): void {
    const onDone = this.#whileConnected((isDone: boolean) => {
      this.#publishes -= 1;
      this.#complete(urcs.mqttPublished, isDone);
    });
    this.#publishes += 1;
    this.#session?.publish(message, onDone);
  }

  close(): void {
    const { schedule, draw, profile } = this.#runtime;
    const session = this.#session;
    this.#setState('closing');
    const end = this.#whileConnected(() => {
      this.#end();
      this.#report(urcs.mqttClosed, [1]);
    });
    this.#cancelTimer = schedule.after(draw(profile.timing.mqttCloseLimit), () => {
      session?.drop();
      end(undefined);
    });
    session?.disconnect(() => end(undefined));
  }

  /** The oldest waiting message; it is the host's from here. */
  read(): Message | undefined {
    return this.#waiting.take();
  }

  /** The connection is gone from under the slot. `isReported`: whether the module says so. */
  break(cause: BreakCause, isReported: boolean): void {
    if (this.#state === 'closed') return;
    this.#session?.drop();
    this.#fall(cause, isReported);
  }

  /** Nothing passes any more, and the module does not know. */
  mute(): void {
    this.#session?.mute();
  }

  /** Power cut: no word to anybody. */
  drop(): void {
    this.#session?.drop();
    this.#session = undefined;
    this.#generation += 1;
  }

  #connect(options: ConnectOptions, onRefused: (refusal: Refusal) => void): void {
    this.#session = this.#uplink.connect(options, {
      onConnected: this.#whileConnected(() => {
        if (this.#state !== 'opening') return;
        this.#cancelTimer();
        this.#setState('open');
        this.#report(urcs.mqttOpened, [1]);
      }),
      onRefused: this.#whileConnected((refusal: Refusal) => this.#refused(refusal, onRefused)),
      onMessage: this.#whileConnected((message: Message) => this.#arrived(message)),
      onLost: this.#whileConnected(() => this.#fall(1, true)),
    });
  }

  #refused(refusal: Refusal, onRefused: (refusal: Refusal) => void): void {
    const { schedule, draw, profile } = this.#runtime;
    this.#session = undefined;
    this.#cancelTimer();
    this.#cancelTimer = schedule.after(draw(profile.timing.mqttOpenFailure), () => {
      onRefused(refusal);
      this.#endOpening(this.#refusalStatus(refusal));
    });
  }

  #refusalStatus({ phase, code }: Refusal): AnyValues {
    if (phase !== 'mqtt') return [0];
    switch (this.#runtime.profile.refusalReport) {
      case 'zero':
        return [0];
      case 'status':
        return [code];
      case 'appended':
        return [0, code];
    }
  }

  #endOpening(status: AnyValues): void {
    this.#session?.drop();
    this.#end();
    this.#report(urcs.mqttOpened, status);
  }

  #arrived(message: Message): void {
    if (this.#state !== 'open') return;
    const { topic, payload, qos } = message;
    if (!this.#isPulled) this.#report(urcs.mqttMessage, [qos, topic, payload]);
    else if (this.#waiting.add(message)) this.#report(urcs.mqttMessageWaiting, [qos, utf8Length(topic), payload.length]);
  }

  #fall(cause: BreakCause, isReported: boolean): void {
    const was = this.#state;
    this.#end();
    if (was === 'opening') this.#report(urcs.mqttOpened, [0]);
    else if (was === 'closing') this.#report(urcs.mqttClosed, [1]);
    else if (isReported) this.#reportLoss(cause);
  }

  #reportLoss(cause: BreakCause): void {
    switch (this.#runtime.profile.linkLossReport) {
      case '+MQTTBREAK':
        this.#report(urcs.mqttBroken, [cause]);
        break;
      case '+MQTTLOSE':
        this.#report(urcs.mqttLost, [cause]);
        break;
      case '+MQTTCLOSE':
        this.#report(urcs.mqttClosed, [1]);
        break;
      case 'none':
        break;
    }
  }

  #begin(state: SlotState): void {
    this.#generation += 1;
    this.#publishes = 0;
    this.#setState(state);
  }

  #end(): void {
    if (this.#runtime.profile.forgetsWillOnClose) this.will = undefined;
    this.#cancelTimer();
    this.#session = undefined;
    this.#waiting.clear();
    this.#begin('closed');
  }

  /** A callback for this connection only. */
  #whileConnected<T>(callback: (value: T) => void): (value: T) => void {
    const generation = this.#generation;
    return (value) => {
      if (generation === this.#generation) callback(value);
    };
  }

  #setState(state: SlotState): void {
    this.#state = state;
    this.#runtime.onEvent({ type: 'slot', slot: this.number, state });
  }

  #complete(urc: Urc, isDone: boolean): void {
    this.#report(urc, [isDone ? 1 : 0]);
  }

  #report(urc: Urc, values: AnyValues): void {
    this.#runtime.report(urc, [this.number, ...values]);
  }
}
