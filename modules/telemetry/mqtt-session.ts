import { type CellularError, cellularError, RETRYABLE } from '../base/errors.js';
import { type ControlMessage, type MqttClient, type ReadableOptions, SUBSCRIPTION_REFUSED } from '../ports/mqtt-client.js';
import { ADDRESS_ASSIGNED } from '../ports/network-interface.js';
import { packetIdentifierAfter } from '../ports/packet-identifier.js';
import type { Alarm } from '../ports/time.js';
import { GuardedClient } from './guarded-client.js';
import { FreshCredentials } from './credentials.js';
import { Departure } from './departure.js';
import { MessageAssembly } from './message-assembly.js';
import { KeepAliveProbe } from './keep-alive-probe.js';
import type { Message, MessageSource } from './message-source.js';
import type { MqttSessionOptions } from './mqtt-session-options.js';
import { MessagesInFlight } from './messages-in-flight.js';
import { SESSION, type SessionState } from './session-state.js';
import { statusSource } from './status-message.js';
import { TopicSubscriptions } from './topic-subscriptions.js';

/** A session ready for so long was a success, and the backoff starts anew; a shorter one may be one of a quick series. */
const SETTLED = 60000;
/** Bytes of the longest message that is taken. */
const MESSAGE_LIMIT = 256;
/** Milliseconds until slots that are not settled are tried again, where the link has not gone down for it. */
const SETTLING = 5000;

/**
 * Keeps one MQTT session alive over a link that comes and goes: connects whenever there is an address, subscribes to
 * its topics each time (a broker that has kept the session takes that as a repeat, one that has forgotten it needs it), says that it
 * is there, and then publishes what its source has, one message in flight or a window of them. The will says that it is gone; so does a
 * clean end.
 */
export class MqttSession {
  readonly #options: MqttSessionOptions;
  #state: SessionState = 'waiting-for-link';
  readonly #connection: GuardedClient;
  readonly #outgoing = new MessagesInFlight();
  readonly #incoming: MessageAssembly;
  readonly #subscriptions: TopicSubscriptions;
  readonly #credentials: FreshCredentials;
  readonly #birth: MessageSource;
  readonly #last: MessageSource | undefined;
  readonly #ping: MessageSource;
  /** The connection is to be opened anew as soon as nothing is under way. */
  #isRenewalDue = false;
  #id = 0;
  #readySince = 0;
  readonly #departure: Departure;
  readonly #wake: Alarm;
  readonly #deadline: Alarm;
  readonly #keepAliveProbe: KeepAliveProbe;

  constructor(options: MqttSessionOptions) {
    const { time, client, birth, last, QoS } = options;
    this.#options = options;
    this.#incoming = new MessageAssembly(options.messageLimit ?? MESSAGE_LIMIT);
    this.#subscriptions = new TopicSubscriptions({
      time,
      subscriptions: options.subscriptions,
      reporter: options.reporter,
      onDue: () => this.#renew(),
    });
    this.#credentials = new FreshCredentials({
      time,
      clock: options.clock,
      source: (clock) => options.credentials(clock),
      backoff: options.backoff,
      reporter: options.reporter,
      onExpiring: () => this.#renew(),
    });
    this.#birth = statusSource(birth, QoS, () => this.#becomeReady());
    this.#ping = statusSource(birth, QoS === 0 ? 1 : QoS, () => undefined);
    this.#last = last && statusSource(last, QoS, () => {
      this.#departure.owesFarewell = false;
      this.#enter('disconnecting');
    });
    this.#connection = new GuardedClient(client, last && { topic: last.topic, message: last.payload, QoS, retain: last.retain }, {
      onControl: (message) => this.#control(message),
      onWritable: () => this.#becomeWritable(),
      onReadable: (from, count, readable) => this.#read(from, count, readable),
      onDropped: (total) => options.onMessagesDropped?.(total),
      onLost: (error) => this.#lose(error),
    });
    this.#wake = time.alarm(() => this.#advance());
    this.#deadline = time.alarm(() => this.#expire());
    this.#departure = new Departure(time, () => this.#stopFlushing());
    this.#keepAliveProbe = new KeepAliveProbe(time, options.liveness ?? 0, () => this.#advance());
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Bytes of topics and payloads that were handed to the client, repeats included. */
  get bytesSent(): number {
    return this.#outgoing.bytes;
  }

  /** Something it depends on has changed: the link, or what its source has. Starts it, too. Acts in a turn of its own. */
  wake(): void {
    if (this.#state !== 'closed') this.#wake.arm(0);
  }

  /**
   * Ends the session: publishes what its source has for at most `flush` milliseconds, connecting where it must, then says
   * `offline` and DISCONNECT, which take at most 30 seconds more; 90 where the connection is lost meanwhile, and is opened again for that
   * word alone. `onLeft` comes from a turn of its own, exactly once.
   */
  leave(flush: number, onLeft: () => void): void {
    if (this.#state === 'closed') throw cellularError('closed', 'the session is closed');
    this.#departure.begin(flush, onLeft);
    this.#wake.arm(0);
  }

  /**
   * Ends the connection as {@link leave} does, and rests until {@link resume}; the broker keeps the session where it is not
   * clean. `onPaused` comes from a turn of its own, exactly once.
   */
  pause(flush: number, onPaused: () => void): void {
    this.leave(flush, onPaused);
    this.#departure.isPause = true;
  }

  /** Ends the rest; does nothing in any other state. */
  resume(): void {
    if (this.#state !== 'resting') return;
    this.#enter('waiting-for-link');
    this.#wake.arm(0);
  }

  /** Ends it at once, without a word to the broker. */
  close(): void {
    this.#departure.cutShort();
    this.#finish();
  }

  /** Does what can be done where it stands. */
  #advance(): void {
    this.#outgoing.settle();
    if (!this.#outgoing.isSettled) this.#wake.arm(0);
    switch (this.#state) {
      case 'waiting-for-link':
        if (this.#hasNothingLeftToDo()) this.#finish();
        else if (this.#isLinkUp()) this.#open();
        break;
      case 'backing-off':
        if (this.#hasNothingLeftToDo()) this.#finish();
        break;
      case 'connecting':
        if (this.#hasNothingLeftToDo()) this.#finish();
        else if (this.#connection.isReady) this.#beginSubscribing();
        break;
      case 'subscribing':
        this.#subscribe();
        break;
      case 'announcing':
      case 'ready':
      case 'parting':
        if (this.#outgoing.isBeingWritten) this.#connection.publish(this.#outgoing);
        // To take a message up and to write it would be a turn in which a receive FIFO overruns.
        else if (this.#begin()) this.#advanceLater();
        break;
      case 'disconnecting':
      case 'renewing':
        this.#connection.disconnect();
        break;
      case 'resting':
        if (this.#departure.isUnderWay) this.resume();
        break;
      case 'closed':
        break;
    }
  }

  /** From a turn of its own: the client's callback with the next publish on top of it would take a device's whole stack. */
  #advanceLater(): void {
    this.#wake.arm(0);
  }

  #isLinkUp(): boolean {
    return this.#options.link.connection >= ADDRESS_ASSIGNED;
  }

  #open(): void {
    const credentials = this.#credentials.ask();
    if (credentials === undefined) return this.#wake.arm(this.#credentials.retry);
    this.#enter('connecting');
    this.#isRenewalDue = false;
    this.#subscriptions.begin();
    this.#connection.open(credentials);
  }

  #beginSubscribing(): void {
    this.#enter('subscribing');
    if (this.#departure.isOnlyFarewell) this.#stopFlushing();
    else this.#subscribe();
  }

  /** One after the other, and then the birth message. */
  #subscribe(): void {
    if (this.#subscriptions.isAwaited || !this.#connection.isReady) return;
    const subscription = this.#subscriptions.next();
    if (subscription === undefined) {
      // From here on the broker may have it that the node is there.
      this.#departure.owesFarewell = this.#last !== undefined;
      this.#enter('announcing');
      return this.#advanceLater();
    }
    this.#deadline.arm(SESSION.subscribing.deadline);
    this.#connection.subscribe(subscription.topic, subscription.QoS ?? 0, this.#nextId());
  }

  #becomeReady(): void {
    this.#readySince = this.#options.time.now();
    this.#enter('ready');
    this.#keepAliveProbe.heard();
    this.#subscriptions.watch();
    this.#credentials.watch();
  }

  #renew(): void {
    this.#isRenewalDue = true;
    this.#advanceLater();
  }

  /** Not by way of a backoff: the connection was ended here. */
  #reopen(): void {
    this.#connection.close();
    this.#enter('waiting-for-link');
    this.#wake.arm(0);
  }

  /** Takes up the next message, where there is one. */
  #begin(): boolean {
    if (this.#outgoing.count > 0) return this.#follow();
    if (this.#state === 'announcing') return this.#take(this.#birth);
    if (this.#state === 'ready') {
      // A connection may outlive a gap in radio cover; what is begun meanwhile would only run into its deadline.
      if (!this.#isLinkUp()) return false;
      if (this.#isRenewalDue && !this.#departure.isUnderWay) {
        this.#enter('renewing');
        this.#advanceLater();
        return false;
      }
      if (this.#keepAliveProbe.isDue && this.#take(this.#ping)) return true;
      const { source } = this.#options;
      if (this.#take(source)) return true;
      if (source.isPreparing === true) this.#wake.arm(0);
      if (source.isPreparing === true || !this.#departure.isUnderWay) return false;
      const stay = this.#departure.stay(this.#readySince);
      if (stay > 0) {
        this.#wake.arm(stay);
        return false;
      }
      this.#part();
    }
    if (this.#last !== undefined) return this.#take(this.#last);
    this.#enter('disconnecting');
    this.#advanceLater();
    return false;
  }

  /** Takes up another message behind those that are under way, where there is one and nobody else's turn waits for their end. */
  #follow(): boolean {
    const { source, publishWindow = 1 } = this.#options;
    const outgoing = this.#outgoing;
    if (outgoing.count >= publishWindow || outgoing.source !== source || !outgoing.isAcknowledged) return false;
    if (this.#state !== 'ready' || this.#keepAliveProbe.isDue || this.#isRenewalDue || !this.#isLinkUp()) return false;
    return this.#send(source, source.following?.());
  }

  #take(source: MessageSource): boolean {
    return this.#send(source, source.next());
  }

  #send(source: MessageSource, message: Message | undefined): boolean {
    if (message === undefined) return false;
    this.#outgoing.begin(source, message, this.#nextId());
    this.#deadline.arm(SESSION[this.#state].deadline);
    return true;
  }

  #stopFlushing(): void {
    if (this.#departure.owesFarewell) this.#hasten();
    if (SESSION[this.#state].next.indexOf('parting') >= 0) this.#part();
    this.#advance();
  }

  /** There is a minute for the last word: behind a long outage the next attempt would not come within it. */
  #hasten(): void {
    const { backoff } = this.#options;
    backoff.reset();
    if (this.#state === 'backing-off') this.#deadline.arm(backoff.next());
  }

  /** A message still under way stays with its source. */
  #part(): void {
    this.#outgoing.abandon();
    this.#enter('parting');
  }

  #becomeWritable(): void {
    if (this.#connection.isDisconnectSent) return this.#state === 'renewing' ? this.#reopen() : this.#finish();
    if (this.#outgoing.isSentForGood()) this.#noteDelivery();
    this.#advanceLater();
  }

  #control(message: ControlMessage): void {
    const { client } = this.#options;
    if (message.operation === client.io.SUBACK && this.#subscriptions.isAwaited) {
      this.#subscriptions.answered(message.payload?.[0] === SUBSCRIPTION_REFUSED);
    }
    if (this.#outgoing.isAcknowledgedBy(message, client.io)) this.#noteDelivery();
    this.#advanceLater();
  }

  /** Its source, which may have to write to flash, is told by the turn that follows. */
  #noteDelivery(): void {
    this.#outgoing.markDelivered();
    if (this.#outgoing.isIdle) this.#deadline.disarm();
    if (!this.#outgoing.isAcknowledged) return;
    this.#options.link.connectionWorked?.();
    this.#keepAliveProbe.heard();
  }

  #read(client: MqttClient, count: number, options: ReadableOptions): void {
    const incoming = this.#incoming;
    if (!incoming.take(client, count, options)) return;
    this.#subscriptions.deliver(incoming.topic, incoming.payload, incoming.isTooLong);
    this.#advance();
  }

  #expire(): void {
    if (this.#state === 'backing-off') {
      this.#enter('waiting-for-link');
      return this.#advance();
    }
    const { awaited, deadline } = SESSION[this.#state];
    this.#lose(cellularError('timeout', `${awaited} did not come within ${deadline / 1000} s`, RETRYABLE));
  }

  #lose(error: Error): void {
    const { time, backoff, reporter } = this.#options;
    const isSettled = this.#state === 'ready' && time.now() - this.#readySince >= SETTLED;
    if (this.#state === 'renewing') return this.#reopen();
    this.#connection.close();
    if (this.#isLinkUp()) this.#subscriptions.ended();
    // Silence, and a link that is gone, say nothing of what was under way.
    const isTimeout = (error as Partial<CellularError>).code === 'timeout';
    if (this.#state === 'ready' && !isTimeout && this.#isLinkUp()) this.#outgoing.closed();
    this.#outgoing.abandon();
    // Closed as it was, with DISCONNECT where that still got through, the broker does not publish the will.
    const isTriedAgain = this.#departure.owesFarewell && this.#state !== 'disconnecting';
    if ((this.#state === 'parting' || this.#state === 'disconnecting') && !isTriedAgain) return this.#finish();
    if (isSettled) backoff.reset();
    this.#options.link.connectionFailed?.(error);
    this.#enter('backing-off');
    // Slots that must be settled first are no failure of the broker's: the link goes down for it, and is waited for.
    this.#deadline.arm((error as Partial<CellularError>).code === 'slot-unsettled' ? SETTLING : backoff.next());
    reporter.report('connection-lost', error);
    if (this.#departure.isUnderWay || !this.#outgoing.isSettled) this.#wake.arm(0);
  }

  /** What has arrived is told first, as its source is asked. */
  #hasNothingLeftToDo(): boolean {
    return this.#outgoing.isSettled && this.#departure.isDone(this.#options.source);
  }

  #finish(): void {
    this.#connection.close();
    this.#outgoing.abandon();
    while (!this.#outgoing.isSettled) this.#outgoing.settle();
    this.#wake.disarm();
    this.#deadline.disarm();
    this.#keepAliveProbe.stop();
    this.#subscriptions.stop();
    this.#credentials.stop();
    if (this.#state !== 'closed') this.#enter(this.#departure.isPause ? 'resting' : 'closed');
    this.#departure.end();
  }

  #enter(state: SessionState): void {
    if (SESSION[this.#state].next.indexOf(state) < 0) throw cellularError('failed', `${this.#state} cannot become ${state}`);
    this.#state = state;
    const { deadline } = SESSION[state];
    // In ready each message arms it anew: an idle session may stay for ever.
    if (deadline === 0 || state === 'ready') this.#deadline.disarm();
    else this.#deadline.arm(deadline);
    this.#options.reporter.report('session', state);
  }

  #nextId(): number {
    this.#id = packetIdentifierAfter(this.#id);
    return this.#id;
  }
}
