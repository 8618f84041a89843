import { Command } from 'commander';
import { faults } from '../../faults/fault-catalogue.js';
import type { OptionSpecification } from '../../faults/fault-options.js';
import type { Fault } from '../../faults/fault.js';
import { FAULT_SYNTAX } from '../../faults/scheduled-fault.js';

const WIDTH = 30;

/** `cellnode faults` */
export const faultsCommand = new Command('faults')
  .description('list what `cellnode sim --fault` can make go wrong')
  .action(() => {
    console.log(`--fault ${FAULT_SYNTAX}`);
    for (const layer of new Set(faults.map((fault) => fault.layer))) {
      console.log(`\n${layer}`);
      for (const fault of faults) if (fault.layer === layer) console.log(described(fault));
    }
  });

function described({ name, title, options }: Fault): string {
  const rows = options.map((option) => `    ${option.name.padEnd(WIDTH - 2)}${meaning(option)}`);
  return [`  ${name.padEnd(WIDTH)}${title}`, ...rows].join('\n');
}

function meaning(option: OptionSpecification): string {
  const initial = JSON.stringify(option.initial);
  return option.kind === 'choice'
    ? `${option.meaning}: ${option.choices.join(', ')} (${initial})`
    : `${option.meaning} (${initial})`;
}
