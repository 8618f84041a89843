import { Assertions } from './assertions.js';

type Implementation = (t: Assertions) => unknown;

export interface Registered {
  readonly title: string;
  readonly implementation: Implementation;
}

export interface Result {
  readonly title: string;
  /** Nothing where the test has passed. */
  readonly failure?: string;
  readonly milliseconds: number;
}

const registered: Registered[] = [];
let suite = '';

/** The tests that are registered from here on belong to that suite. */
export function beginSuite(name: string): void {
  suite = name;
}

/** What the suites use of ava: a test with a title, and its assertions. */
export default function test(title: string, implementation: Implementation): void {
  registered.push({ title: `${suite} › ${title}`, implementation });
}

export function tests(): readonly Registered[] {
  return registered;
}

export function titles(): string[] {
  return registered.map(({ title }) => title);
}

/** Runs the tests, one after the other, and tells of each; those whose titles begin with what is in `leftOut` are not run. */
export async function run(tell: (result: Result) => void, leftOut: readonly string[]): Promise<void> {
  for (const { title, implementation } of registered) {
    if (leftOut.some((beginning) => title.startsWith(beginning))) continue;
    const start = Date.now();
    const failure = await failureOf({ title, implementation });
    tell({ title, failure, milliseconds: Date.now() - start });
  }
}

/** Runs one test. Gives why it fails, and nothing where it passes. */
export async function failureOf({ title, implementation }: Registered): Promise<string | undefined> {
  const t = new Assertions(title);
  try {
    await implementation(t);
    return t.count > 0 ? undefined : 'it asserts nothing';
  } catch (error) {
    const what = error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ''}` : String(error);
    return [...t.logged, what].join('\n');
  } finally {
    await t.tearDown();
  }
}
