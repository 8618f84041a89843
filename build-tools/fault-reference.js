import { readdir } from 'node:fs/promises';
import { markdownTable } from './markdown-table.js';

const SCENARIOS = 'tests/scenarios';

const LAYERS = {
  line: 'The line',
  module: 'The module',
  network: 'The network',
  broker: 'The broker',
  clock: 'The clock',
};

const SPANS = { instant: 'over at once', lasting: 'until lifted', once: 'waits for its occasion' };

/** The page of faults, from the compiled catalogue. */
export async function faultReference() {
  const { faults } = await import('../build/host-sim/faults/fault-catalogue.js');
  const { fieldFailures } = await import('../build/host-sim/faults/field-failures.js');
  const scenarios = await readdir(new URL(`../${SCENARIOS}`, import.meta.url));
  const failures = fieldFailures.map((entry) => [anchored(entry.row), entry.failure, entry.mustHold, heldBy(entry, scenarios)]);
  const sections = Object.entries(LAYERS).map(([layer, title]) => {
    const rows = faults.filter((fault) => fault.layer === layer).map(row);
    return `## ${title}\n\n${markdownTable(['fault', 'what happens', 'how long', 'options', 'rows'], rows)}`;
  });
  return `${INTRODUCTION}
## What goes wrong in the field

Each has been reported against a modem stack. "Nothing lost" means: an accepted reading is delivered at least once, or still in
the outbox. Sources cite a row by its name, \`F9\`; an error text by \`docs/faults.md#f9\`.

${markdownTable(['row', 'failure', 'what must hold', 'held by'], failures)}
${sections.join('\n')}`;
}

function anchored(row) {
  return `<a id="${row.toLowerCase()}"></a>${row}`;
}

/** The tests of a row: the scenario whose file has its name, or those that it names itself. */
function heldBy({ row, heldBy: named }, scenarios) {
  const prefix = `f${row.slice(1).padStart(2, '0')}-`;
  const paths = named ?? scenarios.filter((file) => file.startsWith(prefix)).map((file) => `${SCENARIOS}/${file}`);
  return paths.map((path) => `\`${path.replace(`${SCENARIOS}/`, '')}\``).join(', ');
}

function row({ name, title, span, options, rows }) {
  const links = rows.map((failure) => `[${failure}](#${failure.toLowerCase()})`);
  return [`\`${name}\``, title, SPANS[span], options.map(option).join('; ') || '—', links.join(', ')];
}

function option({ kind, name, initial, meaning, minimum, maximum, choices }) {
  const bounds = { number: `${minimum} to ${maximum}`, choice: (choices ?? []).join(', '), text: 'text' }[kind];
  return `\`${name}\` = \`${JSON.stringify(initial)}\`: ${meaning} (${bounds})`;
}

const INTRODUCTION = `# Faults

Generated from \`host-sim/faults/fault-catalogue.ts\`: \`node build-tools/command-reference.js\`.

Everything that goes wrong in the field, by name. For each row of [the field](#what-goes-wrong-in-the-field) a scenario in
\`tests/scenarios\`, or the test that is named there,
holds the driver to what must be true, on every profile. F28, F35 and F41 are matters of the
host's flash and not of the module: \`host-sim/flash\` cuts its power, wears its cells out, and keeps a second process from its file.

\`\`\`js
import { createFaultyModule, ModelBroker, VirtualTime, VirtualUart } from 'cellnode-sim';

const time = new VirtualTime();
const broker = new ModelBroker({ time });
const uart = new VirtualUart({ time });
const { module, faults } = createFaultyModule({ time, uplink: broker.uplink(), line: uart.module, seed: 7 });

faults.inject('prompt-stuck');                  // at the next prompt
faults.inject('latency', { delay: 500 });       // until it is lifted
faults.lift('latency');
faults.active;                                  // ['prompt-stuck']
faults.counts;                                  // { 'prompt-stuck': 1, latency: 1 }
\`\`\`

\`createFaultyModule\` takes what \`SimulatedModule\` takes, and works in virtual and in real time, on any line and with any
uplink: faults of the network and of the broker happen on the way between the module and a real broker, too. A name or an
option that does not exist is a \`FaultError\` that lists those that do.

## Schedules

As text, for a command line: \`NAME[:option=value,...][@30s | @every 10m | @after AT+MQTTPUB][ for 20s]\`. Times count from the
start of the schedule; \`@after\` is each time that a command which begins so is about to run.

\`\`\`js
import { badYear, FaultSchedule, parseFault, parseScenario } from 'cellnode-sim';

const faultyModule = createFaultyModule({ … });
new FaultSchedule(time, faultyModule, { faults: [parseFault('prompt-stuck@30s'), parseFault('reboot@every 1h')] });
new FaultSchedule(time, faultyModule, { mix: badYear, seed: 42 });   // by chance, at a bad year's rates
new FaultSchedule(time, faultyModule, parseScenario(text));
\`\`\`

A scenario file is JSON. Without \`at\`, \`every\` or \`after\` a fault happens at once; without \`for\` it stays. \`mix\` has times a
day, and how long those stay that do not end by themselves (30 s to 5 min when not given). The same seed gives the same run.

\`\`\`json
{
  "seed": 7,
  "faults": [
    "prompt-stuck@30s",
    { "fault": "latency", "options": { "delay": 500 }, "at": "5m", "for": "1m" },
    { "fault": "reboot", "every": "1h" },
    { "fault": "brown-out", "after": "AT+MQTTPUB" }
  ],
  "mix": { "connection-dead": 4, "packet-loss": { "perDay": 6, "for": ["1m", "10m"], "options": { "rate": 0.3 } } }
}
\`\`\`

## What no driver can know

AT commands have no checksum. Bytes that are garbled on their way *to* the module can change a topic or a payload that the
module then publishes and the broker acknowledges. The driver notices what changes a length or a command; the rest takes a
checksum in the payload, and a reader that asks again.
`;
