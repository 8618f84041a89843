import { INSTRUMENTER_CONSTANTS, type InstrumenterContext, type StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, declareFactoryPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { failureOf, type Registered } from '../engines/stand-ins/ava.js';
import { areaOf } from './areas.js';
import { runFor } from './limited-run.js';
import { loadSuites } from './suites.js';

/** In Stryker's copy of the project, which is the working directory. */
const SUITES = 'build/tests';

/** Milliseconds for one test, of which none needs two seconds. Stryker's own limit is for all tests that reach a mutant. */
const PATIENCE = 10_000;

/**
 * Runs the suites that judge what is mutated in Stryker's own worker process: a mutant costs the tests that reach it, and neither a
 * process nor a build. Suites can be loaded once only, so Stryker starts a new worker for a mutant in what a module does when it is loaded.
 */
export function inProcessRunner({ mutate }: StrykerOptions): TestRunner {
  const context = instrumenterContext();
  const judges = [...new Set(mutate.flatMap((path) => areaOf(path).suites))];
  let loading: Promise<readonly Registered[]> | undefined;

  function load(): Promise<readonly Registered[]> {
    loading ??= loadSuites(SUITES, judges);
    return loading;
  }

  async function dryRun(): Promise<DryRunResult> {
    const result = await run(await load(), undefined, false);
    return result.status === DryRunStatus.Complete ? { ...result, mutantCoverage: context.mutantCoverage } : result;
  }

  async function mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, mutantActivation, testFilter, hitLimit, disableBail } = options;
    if (mutantActivation === 'static') context.activeMutant = activeMutant.id;
    const all = await load();
    context.activeMutant = activeMutant.id;
    context.hitLimit = hitLimit;
    context.hitCount = hitLimit === undefined ? undefined : 0;
    const chosen = testFilter === undefined ? all : all.filter(({ title }) => testFilter.includes(title));
    const result = await run(chosen, PATIENCE, !disableBail);
    context.activeMutant = undefined;
    return toMutantRunResult(determineHitLimitReached(context.hitCount, hitLimit) ?? result);
  }

  /** One test after the other, to the first that fails where `bails`, or to one that does not end. */
  async function run(tests: readonly Registered[], limit: number | undefined, bails: boolean): Promise<DryRunResult> {
    const results: TestResult[] = [];
    for (const test of tests) {
      const { title } = test;
      const start = performance.now();
      context.currentTestId = title;
      const running = runFor(limit, () => failureOf(test));
      if (running === undefined) return { status: DryRunStatus.Timeout, reason: `no end after ${limit} ms of ${title}` };
      const failureMessage = await running;
      context.currentTestId = undefined;
      const told = { id: title, name: title, timeSpentMs: performance.now() - start };
      if (failureMessage === undefined) results.push({ ...told, status: TestStatus.Success });
      else results.push({ ...told, status: TestStatus.Failed, failureMessage });
      if (bails && failureMessage !== undefined) break;
    }
    return { status: DryRunStatus.Complete, tests: results };
  }

  return { capabilities: () => ({ reloadEnvironment: false }), dryRun, mutantRun };
}

inProcessRunner.inject = tokens(commonTokens.options);

/** Shared with the code that Stryker has instrumented: which mutant is active, and what was reached. */
function instrumenterContext(): InstrumenterContext {
  const context: InstrumenterContext = {};
  Reflect.set(globalThis, INSTRUMENTER_CONSTANTS.NAMESPACE, context);
  return context;
}

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'in-process', inProcessRunner)];
