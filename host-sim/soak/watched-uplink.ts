import type { Message, Uplink } from '../broker/uplink.js';

/** An uplink that tells of each message that was published on it: at QoS 0 sent, above acknowledged. */
export function watchedUplink(uplink: Uplink, onPublished: (message: Message) => void): Uplink {
  return {
    connect(options, events) {
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
