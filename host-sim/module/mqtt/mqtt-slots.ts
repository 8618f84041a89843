import type { Uplink } from '../../broker/uplink.js';
import type { DataCall } from '../cellular/data-call.js';
import type { Runtime } from '../runtime.js';
import { MqttSlot } from './mqtt-slot.js';

/** The module's MQTT connections; all of them live on the one data call. */
export class MqttSlots {
  readonly #slots: readonly MqttSlot[];
  /** `AT+MQTTCONF`: whether slots opened from now on keep their messages for `AT+MQTTREAD`. */
  isPulled = false;

  constructor(runtime: Runtime, uplink: Uplink, call: DataCall) {
    this.#slots = Array.from({ length: runtime.profile.slots }, (_, index) => new MqttSlot(index + 1, runtime, uplink));
    call.onLost.watch((cause) => {
      for (const slot of this.#slots) slot.break(cause, runtime.profile.reportsBreakOnContextLoss);
    });
  }

  /** By its number, from 1; throws `RangeError` where the module has no such slot. */
  at(number: number): MqttSlot {
    const slot = this.#slots[number - 1];
    if (slot === undefined) throw new RangeError(`the module has slots 1 to ${this.#slots.length}, not ${number}`);
    return slot;
  }

  get all(): readonly MqttSlot[] {
    return this.#slots;
  }

  dropAll(): void {
    for (const slot of this.#slots) slot.drop();
  }
}
