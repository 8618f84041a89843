import { dialogueSabotages } from './list/dialogue.js';
import { modemSabotages } from './list/modem.js';
import { nodeSabotages } from './list/node.js';
import { outboxSabotages } from './list/outbox.js';
import { sessionSabotages } from './list/session.js';
import { programSabotages } from './list/program.js';
import { roofSabotages } from './list/roof.js';
import { simulatorSabotages } from './list/simulator.js';
import type { Sabotage } from './sabotage.js';

/** What has gone through once, or would matter in the field, and who must notice it. */
export const sabotages: readonly Sabotage[] = [
  ...dialogueSabotages,
  ...outboxSabotages,
  ...sessionSabotages,
  ...nodeSabotages,
  ...modemSabotages,
  ...simulatorSabotages,
  ...roofSabotages,
  ...programSabotages,
];
