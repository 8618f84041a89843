import type { Command } from '../../at/command.js';
import type { SlicedBuffer } from '../../at/send/sliced-buffer.js';
import { NOTHING } from '../../base/byte-buffer.js';
import type { OutgoingPublish, Publication } from '../../cellular/dialect/mqtt.js';
import { mqttPublish, mqttPublishLength } from '../mqtt.js';
import { goesInQuotes } from './payload-form.js';

/** The two forms of a publish. */
interface Forms {
  readonly quoted: Command;
  readonly prompted: Command;
}

/** They end when they are complete. */
const COMPLETED: Forms = { quoted: mqttPublish, prompted: mqttPublishLength };
/** They end with `OK`. */
const ACCEPTED: Forms = {
  quoted: { ...mqttPublish, completion: undefined },
  prompted: { ...mqttPublishLength, completion: undefined },
};

/** One command a message: its payload stands in quotes, or follows a prompt. */
export class FibocomPublication implements Publication {
  readonly length = 1;
  readonly #forms: Forms;
  readonly #values: [slot: number, topic: Uint8Array, qos: number, retain: number, payload: number | SlicedBuffer];

  constructor(slot: number, isCounted: boolean) {
    this.#forms = isCounted ? ACCEPTED : COMPLETED;
    this.#values = [slot, NOTHING, 0, 0, 0];
  }

  fill(publish: OutgoingPublish): void {
    const values = this.#values;
    const { payload } = publish;
    const isQuoted = goesInQuotes(payload);
    values[1] = publish.topic;
    values[2] = publish.qos;
    values[3] = publish.retain;
    values[4] = isQuoted ? payload : payload.length;
    publish.command = isQuoted ? this.#forms.quoted : this.#forms.prompted;
    publish.values = values;
    publish.data = isQuoted ? undefined : payload;
  }
}
