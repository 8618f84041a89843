import { readFile } from 'node:fs/promises';

/** From the symptom to the cause and the remedy. What to try is the doctor's own advice; what it cannot see is told here. */

const INTRODUCTION = `# Troubleshooting

Generated: \`node build-tools/command-reference.js\`. What to try is what \`cellnode doctor\` says of the same fault
(\`host-sim/cli/doctor/advice.ts\`), the likeliest first.

**Start with the doctor** where the module is within reach, on USB or with its UART on an adapter: it goes from the power to the broker, step by
step, and ends at the first thing that is wrong.

\`\`\`sh
npx cellnode doctor /dev/ttyUSB2 --apn CMNET --host broker.example.com     # --trace shows the AT traffic, decoded
\`\`\`

**Where it is not**, the node tells: \`modem.error\` has a \`code\` ([errors.md](errors.md)) and, in \`result\`, the module's own words;
\`onProgress\` tells of sessions, losses and drops as they happen; \`onRecovery\` of what the node does against it ([recovery.md](recovery.md)).
Each symptom can be had at will from the simulated module ([faults.md](faults.md)): the last line of each section says how.
`;

/** A fault that the doctor knows: the error, and what was asked for. `fault` brings it about on a simulated module. */
const DIAGNOSED = [
  {
    title: 'No answer from the module',
    signs: ['`unresponsive`', '`timeout`', 'doctor: `WRONG  module`'],
    cause: 'It has no power, is switched off, speaks at another rate, or the lines are crossed wrongly or lack a level shifter ([hardware.md](hardware.md)).',
    error: { code: 'unresponsive' },
    fault: 'silence',
  },
  {
    title: '`+CME ERROR: 10`, no SIM card',
    signs: ['`sim-absent`', '`+CME ERROR: 10` (not inserted), `13` (failure), `14` (busy), `15` (wrong) after `AT+CPIN?`'],
    cause: 'The module sees no card, or not yet: right after its start it may say so for some seconds.',
    error: { code: 'sim-absent' },
    fault: 'sim-removed',
  },
  {
    title: 'The card is there and cannot be read',
    signs: ['`sim-absent`', '`+CME ERROR: 13` or `14` that does not pass'],
    cause: 'Contacts, the wires of the holder, or the card itself.',
    error: { code: 'sim-absent' },
    circumstances: { sim: 'busy' },
    fault: 'sim-busy',
  },
  {
    title: 'The card wants a PIN',
    signs: ['`sim-pin`', '`+CPIN: SIM PIN`', '`+CME ERROR: 11`'],
    cause: 'A PIN is set, and none was given.',
    error: { code: 'sim-pin' },
    fault: 'sim-wants-pin',
  },
  {
    title: 'The PIN is refused',
    signs: ['`sim-pin` although one was given', '`+CME ERROR: 16`'],
    cause: 'It is another one. The node does not try it twice.',
    error: { code: 'sim-pin' },
    circumstances: { hasPin: true },
  },
  {
    title: 'The card wants a PUK',
    signs: ['`sim-puk`', '`+CPIN: SIM PUK`', '`+CME ERROR: 12`'],
    cause: 'The PIN was wrong three times.',
    error: { code: 'sim-puk' },
  },
  {
    title: 'Weak or no signal',
    signs: ['doctor: `weak   signal`', '`modem.RSSI` below −90 dBm or unknown', '`+CSQ: 99,99`'],
    cause: 'The antenna, its place, or no coverage.',
    advice: (of) => of.SIGNAL_ADVICE,
    fault: 'weak-signal',
  },
  {
    title: 'Searching for minutes',
    signs: ['`not-registered`', '`+CGREG: 0,2` again and again'],
    cause: 'With a signal: a first search takes its time, or no carrier here takes the card. Without one: see above.',
    error: { code: 'not-registered' },
    circumstances: { RSSI: -73 },
    fault: 'registration-lost',
  },
  {
    title: 'The network denies',
    signs: ['`registration-denied`', '`+CGREG: 0,3`'],
    cause: 'The carrier knows the card and does not let it in.',
    error: { code: 'registration-denied' },
    fault: 'registration-denied',
  },
  {
    title: 'Registered, and no address',
    signs: ['`no-address`', '`+MIPCALL: 0`', '`ERROR` after `AT+MIPCALL=1,…`'],
    cause: 'The APN, its login, or the plan of the card.',
    error: { code: 'no-address' },
    fault: 'data-call-refused',
  },
  {
    title: 'No time',
    signs: ['`no-time`', 'readings with `"time":null` and an `age`'],
    cause: 'No time server answers, and the module has no idea of the time.',
    error: { code: 'no-time' },
    fault: 'time-servers-silent',
  },
  {
    title: 'TLS −11: the certificate is not trusted',
    signs: ['`tls` with `result` −11', '`+GTSSLERR: -11`'],
    cause: (of) => sentence(of.tlsCause(-11)),
    error: { code: 'tls', result: '-11' },
    circumstances: { isTls: true },
    fault: 'certificate-unknown',
  },
  {
    title: 'TLS −12 to −19: the client certificate',
    signs: ['`tls` with `result` −12 to −19'],
    cause: (of) => sentence(of.tlsCause(-12)),
    error: { code: 'tls', result: '-12' },
    circumstances: { isTls: true },
    fault: 'client-certificate-refused',
  },
  {
    title: 'TLS −7, −8, −9, −20 or without a number: the handshake',
    signs: ['`tls`'],
    cause: (of) => sentence(of.tlsCause(-7)),
    error: { code: 'tls', result: '-7' },
    circumstances: { isTls: true },
    fault: 'handshake-fails',
  },
  {
    title: 'The broker refuses, with a number',
    signs: ['`connection-refused` with `result` 700 to 704'],
    cause: (of) => [700, 701, 702, 703, 704].map((reason) => `${reason} ${of.refusalReason(reason)}`).join('; ') + '.',
    advice: (of) => [703, 701, 702].flatMap((reason) => of.adviceFor({ code: 'connection-refused', result: `${reason}` }, of.usual)),
    fault: 'refuses-login',
  },
  {
    title: 'The broker refuses, or is not reached',
    signs: ['`connection-refused` without a number', '`+MQTTOPEN: 1,0`'],
    cause: 'Most modules do not say which of the two it is.',
    error: { code: 'connection-refused' },
    fault: 'broker-unreachable',
  },
  {
    title: 'The connection is lost right away',
    signs: ['`connection-lost`, again and again', '`+MQTTBREAK: 1,1`'],
    cause: (of) => `The module’s cause: ${[1, 2, 3].map((cause) => `${cause} ${of.breakCause(cause)}`).join('; ')}. Two clients with one identifier throw each other out, too: each node needs its own.`,
    error: { code: 'connection-lost' },
    fault: 'broker-closes',
  },
];

/** What only shows in a node's life, and the doctor cannot see. */
const OBSERVED = [
  {
    title: 'Readings are late',
    signs: ['`statistics.waiting` grows', '`connection-lost` and sessions that come back', 'a backlog'],
    cause: 'The connection was away, the line is slow, or the clock was waited for: readings from before the clock wait two minutes for it.',
    advice: [
      'look at the session’s losses in `onProgress`, and at what `onRecovery` did meanwhile',
      'a round trip of a second lets one publish a second through: set `publishWindow`, or `backlog` for batches ([mqtt-client.md](mqtt-client.md#several-publishes-under-way))',
      'with a `dutyCycle` they come once a period, as asked for',
      'a carrier that forgets idle connections shows as a loss after minutes of quiet: lower `keepAlive`',
    ],
    fault: 'latency',
  },
  {
    title: 'Readings are missing',
    signs: ['gaps in `sequence`', '`statistics.dropped`', 'progress `dropped`, `message-refused`'],
    cause: 'The outbox was full, in RAM and the power failed, or the broker refuses them.',
    advice: [
      'keep readings in flash, and give it more blocks ([outbox.md](outbox.md))',
      '`message-refused` names the reading and has its payload: compare it with the broker’s limit of length',
      '`publishing-forbidden`: let the broker’s access list allow `<prefix>/<node>/#` to this user',
    ],
    fault: 'broker-gone',
  },
  {
    title: 'The module resets by itself',
    signs: ['`AT command ready`, `+SIM READY` out of nothing', 'echo that is back', 'TLS files that are gone', '`unresponsive` as soon as it transmits'],
    cause: 'Mostly the supply: it falls below the minimum at the current peaks of transmission ([hardware.md](hardware.md#supply)).',
    advice: [
      'look at the module’s supply pin with an oscilloscope, triggered on a falling edge, while it registers',
      'put a large capacitor with a low ESR right at the module, thicker and shorter wires before it, and a source that gives the peak',
      'check that nothing else pulls PWRKEY or RESET: a floating gate does',
    ],
    fault: 'brown-out',
  },
  {
    title: 'The host resets',
    signs: ['`Brownout detector was triggered`', 'a boot number that rises (`"boot"` of readings)', '`rst:0x10` in the ESP32’s own log'],
    cause: 'The same supply as the module’s, or the recovery’s last rung, which `onRecovery` tells before (`host-restart`).',
    advice: [
      'give host and module each a regulator of their own, from a source that stands both',
      'a watchdog that is fed by deliveries restarts a node without a network on purpose: give it hours ([recovery.md](recovery.md))',
    ],
  },
  {
    title: 'Garbled lines',
    signs: ['`modem.counters.anomalies` rises', '`malformed`', 'lines without their beginning'],
    cause: 'Levels, rates that are not quite the same, a FIFO that overran while the host was busy, or a module that sleeps and loses the first bytes.',
    advice: [
      'check the level shifter: a MOSFET with 10 kΩ has slow edges at 921,600 baud',
      'go down to 115200 baud',
      'keep turns of your own program below 11 ms: the FIFO has 128 bytes ([moddable.md](moddable.md#hosts))',
    ],
    fault: 'bytes-lost',
  },
];

/** The page. */
export async function troubleshootingReference() {
  const of = {
    ...(await import('../build/host-sim/cli/doctor/advice.js')),
    ...(await import('../build/modules/fibocom/causes.js')),
    usual: { hasPin: false, isTls: false, apn: undefined, host: undefined },
  };
  const symptoms = [...DIAGNOSED, ...OBSERVED];
  await checkFaults(symptoms);
  const index = symptoms.map(({ title }) => `- [${title}](#${anchor(title)})`).join('\n');
  return [INTRODUCTION, `${index}\n`, ...symptoms.map((symptom) => section(symptom, of))].join('\n');
}

function section({ title, signs, cause, fault, ...rest }, of) {
  const remedies = adviceOf(rest, of).map((sentence) => `1. ${sentence}`);
  const parts = [
    `## ${title}\n`,
    `${signs.map((sign) => `- ${sign}`).join('\n')}\n`,
    `${typeof cause === 'function' ? cause(of) : cause}\n`,
    `${remedies.join('\n')}\n`,
    ...(fault === undefined ? [] : [`To see it: \`npx cellnode sim --fault ${fault}\`.\n`]),
  ];
  return parts.join('\n');
}

function adviceOf({ advice, error, circumstances }, of) {
  if (typeof advice === 'function') return advice(of);
  return advice ?? of.adviceFor(error, { ...of.usual, ...circumstances });
}

function sentence(text) {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** As GitHub makes it of a heading. */
function anchor(title) {
  return title.toLowerCase().replace(/[^\p{Letter}\p{Number} -]/gu, '').replaceAll(' ', '-');
}

/** A fault that was renamed would be advice that nobody can follow. */
async function checkFaults(symptoms) {
  const page = await readFile(new URL('../docs/faults.md', import.meta.url), 'utf8');
  for (const { fault } of symptoms) if (fault !== undefined && !page.includes(`\`${fault}\``)) throw new Error(`there is no fault ${fault}`);
}
