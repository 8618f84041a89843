import type { Callbacks } from '../../modules/mqtt/client-options.js';
import type { MQTTClient, MQTTClientOptions } from '../../modules/mqtt/mqtt-client.js';

export const NAMES = ['onReadable', 'onWritable', 'onControl', 'onError', 'onDropped'] as const;

/** Every callback, each of which does the same. */
export function allCallbacks(called: (name: keyof Callbacks<MQTTClient>, client: MQTTClient) => void): Partial<MQTTClientOptions> {
  const entries = NAMES.map((name) => [
    name,
    function (this: MQTTClient): void {
      called(name, this);
    },
  ]);
  return Object.fromEntries(entries) as Partial<MQTTClientOptions>;
}
