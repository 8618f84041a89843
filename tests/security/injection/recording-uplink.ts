import type { ConnectOptions, Message, Uplink, UplinkEvents, UplinkSession } from '../../../host-sim/broker/uplink.js';

/** Lets everything pass, and keeps what the module has asked for: by then it has read its command. */
export class RecordingUplink implements Uplink {
  readonly connections: ConnectOptions[] = [];
  readonly publications: Message[] = [];
  readonly filters: string[] = [];
  /** Where everything passes to. */
  inner: Uplink | undefined;

  connect(options: ConnectOptions, events: UplinkEvents): UplinkSession {
    if (this.inner === undefined) throw new Error('leads nowhere');
    this.connections.push(options);
    const session = this.inner.connect(options, events);
    return {
      publish: (message, onDone) => {
        this.publications.push(message);
        session.publish(message, onDone);
      },
      subscribe: (filter, qos, onDone) => {
        this.filters.push(filter);
        session.subscribe(filter, qos, onDone);
      },
      unsubscribe: (filter, onDone) => {
        this.filters.push(filter);
        session.unsubscribe(filter, onDone);
      },
      disconnect: (onDone) => session.disconnect(onDone),
      drop: () => session.drop(),
      mute: () => session.mute(),
    };
  }

  forget(): void {
    this.connections.length = 0;
    this.publications.length = 0;
    this.filters.length = 0;
  }
}
