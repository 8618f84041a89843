import type { ConnectOptions, Message, Uplink } from '../broker/uplink.js';

/** An uplink that tells of each connection, and of each message that was published on one: at QoS 0 sent, above acknowledged. */
export function watchedUplink(
  uplink: Uplink,
  onConnect: (options: ConnectOptions) => void,
  onPublished: (message: Message) => void,
): Uplink {
  return {
    connect(options, events) {
      onConnect(options);
      const session = uplink.connect(options, events);
      return {
        publish(message, onDone) {
          session.publish(message, (isDone) => {
            if (isDone) onPublished(message);
            onDone(isDone);
          });
        },
        subscribe: (topic, qos, onDone) => session.subscribe(topic, qos, onDone),
        unsubscribe: (topic, onDone) => session.unsubscribe(topic, onDone),
        disconnect: (onDone) => session.disconnect(onDone),
        drop: () => session.drop(),
        mute: () => session.mute(),
      };
    },
  };
}
