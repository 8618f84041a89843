import type { SoakReport, Spread } from '../../soak/soak-report.js';

const WIDTH = 28;

/** For people. */
export function formatReport(report: SoakReport): string {
  const { seeds, nodeHours, wallSeconds, nodeHoursPerSecond, outages, recoveries } = report;
  const speed = `${count(nodeHours)} node-hours in ${wallSeconds.toFixed(1)} s: ${count(nodeHoursPerSecond)} node-hours a second`;
  return [
    `${seeds} seeds, ${speed}`,
    '',
    'faults injected',
    ...Object.entries(report.faults).map(([name, times]) => row(name, count(times))),
    row('restarts of the host', count(report.hostRestarts)),
    '',
    'oddities of the driver',
    ...Object.entries(report.oddities).map(([name, times]) => row(name, count(times))),
    '',
    'recoveries by rung',
    ...Object.entries(report.rungs).map(([rung, { begun, cured, failed: unhelpful, skipped }]) =>
      row(rung, `${count(cured)} cured of ${count(begun)} begun, ${count(unhelpful)} failed, ${count(skipped)} skipped`),
    ),
    '',
    'time to recover              median, p99, worst',
    row('from the loss', spread(outages)),
    row('from the end of all faults', spread(recoveries)),
    '',
    'readings',
    row('accepted', count(report.accepted)),
    row('delivered', count(report.delivered)),
    row('duplicated', count(report.duplicated)),
    row('lost at QoS 0', count(report.lostAtQoS0)),
    row('dropped by a full outbox', count(report.dropped)),
    row('rotten on flash', count(report.rotten)),
    row('refused by the broker', count(report.refused)),
    row('lost', count(report.lost)),
    '',
    verdict(report),
  ].join('\n');
}

function verdict({ failed }: SoakReport): string {
  if (failed.length === 0) return 'every invariant held';
  return `an invariant broke in ${failed.length} seeds: ${failed.map(({ seed }) => seed).join(', ')}`;
}

function row(name: string, value: string): string {
  return `  ${name.padEnd(WIDTH)}${value}`;
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function spread({ count: times, median, p99, worst }: Spread): string {
  const seconds = [median, p99, worst].map((milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`);
  return `${seconds.join(', ')} (${count(times)} times)`;
}
