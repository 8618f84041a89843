import type { Command } from '../at/command.js';
import { mqttPublish, mqttPublishLength } from '../fibocom/mqtt.js';

/** The two forms of a publish. */
export interface PublishCommands {
  readonly quoted: Command;
  readonly prompted: Command;
}

/** They end when they are complete. */
export const COMPLETED: PublishCommands = { quoted: mqttPublish, prompted: mqttPublishLength };

/** They end with `OK`: who executes them sees to their completions. */
export const ACCEPTED: PublishCommands = {
  quoted: { ...mqttPublish, completion: undefined },
  prompted: { ...mqttPublishLength, completion: undefined },
};
