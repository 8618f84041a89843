import { isEqual, selected } from './equality.js';
import { failure } from './failure.js';

type Run = () => unknown;

/** What ava's `t.throws` takes. */
interface Expectation {
  readonly code?: string;
  readonly message?: string | RegExp;
  readonly name?: string;
  readonly instanceOf?: new (...args: never) => unknown;
}

/** The assertions of ava's `t` that the suites use. Each throws where it does not hold, as ava's do. */
export class Assertions {
  /** A test that asserts nothing proves nothing; ava fails it. */
  count = 0;
  readonly title: string;
  /** What the test has logged; told where it fails. */
  readonly logged: string[] = [];
  readonly #teardowns: Run[] = [];

  constructor(title: string) {
    this.title = title;
  }

  pass(): void {
    this.count += 1;
  }

  fail(message?: string): never {
    throw failure('failed', message);
  }

  is(actual: unknown, expected: unknown, message?: string): void {
    this.#expect(Object.is(actual, expected), 'not the same', message, { actual, expected });
  }

  not(actual: unknown, expected: unknown, message?: string): void {
    this.#expect(!Object.is(actual, expected), 'the same', message, { actual });
  }

  true(actual: unknown, message?: string): void {
    this.is(actual, true, message);
  }

  false(actual: unknown, message?: string): void {
    this.is(actual, false, message);
  }

  deepEqual(actual: unknown, expected: unknown, message?: string): void {
    this.#expect(isEqual(actual, expected), 'not deeply equal', message, { actual, expected });
  }

  notDeepEqual(actual: unknown, expected: unknown, message?: string): void {
    this.#expect(!isEqual(actual, expected), 'deeply equal', message, { actual });
  }

  like(actual: unknown, selector: object, message?: string): void {
    this.#expect(isEqual(selected(actual, selector), selector), 'not alike', message, { actual, selector });
  }

  regex(actual: string, expected: RegExp, message?: string): void {
    this.#expect(expected.test(actual), 'does not match', message, { actual, expected });
  }

  notRegex(actual: string, unexpected: RegExp, message?: string): void {
    this.#expect(!unexpected.test(actual), 'matches', message, { actual, unexpected });
  }

  throws(run: Run, expectation?: Expectation, message?: string): unknown {
    return this.#thrown(outcome(run), expectation, message);
  }

  async throwsAsync(run: Run | PromiseLike<unknown>, expectation?: Expectation, message?: string): Promise<unknown> {
    return this.#thrown(await asyncOutcome(run), expectation, message);
  }

  notThrows(run: Run, message?: string): void {
    const { error } = outcome(run);
    this.#expect(error === undefined, 'throws', message, { error });
  }

  async notThrowsAsync(run: Run | PromiseLike<unknown>, message?: string): Promise<void> {
    const { error } = await asyncOutcome(run);
    this.#expect(error === undefined, 'throws', message, { error });
  }

  log(...values: unknown[]): void {
    this.logged.push(values.map(String).join(' '));
  }

  /** Virtual time has no patience to lose. */
  timeout(): void {
    // Whoever runs the engine ends a run that hangs.
  }

  teardown(run: Run): void {
    this.#teardowns.push(run);
  }

  async tearDown(): Promise<void> {
    for (const run of this.#teardowns.reverse()) await run();
  }

  #thrown({ error }: Outcome, expectation: Expectation = {}, message: string | undefined): unknown {
    this.#expect(error instanceof Error, 'no error is thrown', message, { error });
    const { code, instanceOf, message: text, name } = expectation;
    const thrown = error as Error & { code?: string };
    const isAsExpected =
      (code === undefined || thrown.code === code) &&
      (name === undefined || thrown.name === name) &&
      (instanceOf === undefined || thrown instanceof instanceOf) &&
      (text === undefined || (typeof text === 'string' ? thrown.message === text : text.test(thrown.message)));
    this.#expect(isAsExpected, 'another error is thrown', message, { error, code: thrown.code, expectation });
    return error;
  }

  #expect(holds: boolean, what: string, message: string | undefined, values: Readonly<Record<string, unknown>>): void {
    this.count += 1;
    if (!holds) throw failure(what, message, values);
  }
}

interface Outcome {
  readonly error?: unknown;
}

function outcome(run: Run): Outcome {
  try {
    run();
    return {};
  } catch (error) {
    return { error };
  }
}

async function asyncOutcome(run: Run | PromiseLike<unknown>): Promise<Outcome> {
  try {
    await (typeof run === 'function' ? run() : run);
    return {};
  } catch (error) {
    return { error };
  }
}
