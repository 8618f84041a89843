import { faultsOf } from './fault.js';
import { answerFaults } from './module/answer-faults.js';
import { formFaults } from './module/form-faults.js';
import { memoryFaults } from './module/memory-faults.js';
import { powerFaults } from './module/power-faults.js';
import { promptFaults } from './module/prompt-faults.js';
import { simFaults } from './module/sim-faults.js';
import { urcFaults } from './module/urc-faults.js';

export const moduleFaults = faultsOf('module', [
  ...answerFaults,
  ...promptFaults,
  ...urcFaults,
  ...formFaults,
  ...powerFaults,
  ...memoryFaults,
  ...simFaults,
]);
