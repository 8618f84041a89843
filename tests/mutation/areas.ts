/** Sources that are mutated together, and who judges them. */
export interface Area {
  readonly name: string;
  /** Beginnings of the paths of its sources. */
  readonly sources: readonly string[];
  /** Beginnings of the names of the suites that must notice. */
  readonly suites: readonly string[];
  /** Percent of the mutants that are to be noticed, at least. */
  readonly threshold: number;
}

const TELEMETRY = 'modules/telemetry/';
const OUTBOX = ['journal/', 'ram-outbox', 'outbox', 'backlog-publisher'];
const OUTBOX_SUITES = ['journal/', 'ram-outbox', 'outbox-publisher', 'backlog-publisher'].map((name) => `telemetry/${name}`);

/** A source belongs to the first that names it. */
export const areas: readonly Area[] = [
  { name: 'base', sources: ['modules/base/'], suites: ['base/', 'at/', ...OUTBOX_SUITES], threshold: 90 },
  { name: 'at', sources: ['modules/at/'], suites: ['base/', 'at/', ...OUTBOX_SUITES], threshold: 90 },
  { name: 'outbox', sources: OUTBOX.map((name) => TELEMETRY + name), suites: OUTBOX_SUITES, threshold: 90 },
  { name: 'mqtt', sources: ['modules/mqtt/'], suites: ['mqtt/'], threshold: 85 },
  { name: 'modem', sources: ['modules/modem/'], suites: ['modem/'], threshold: 85 },
  { name: 'telemetry', sources: [TELEMETRY], suites: ['telemetry/'], threshold: 85 },
];

/** That of a source, by its path. */
export function areaOf(path: string): Area {
  const area = areas.find(({ sources }) => sources.some((beginning) => path.startsWith(beginning)));
  if (area === undefined) throw new Error(`nobody judges ${path}: tests/mutation/areas.ts has ${areas.map(({ name }) => name).join(', ')}`);
  return area;
}
