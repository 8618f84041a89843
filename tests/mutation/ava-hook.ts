import type { ResolveFnOutput, ResolveHookContext } from 'node:module';

type NextResolve = (specifier: string, context: ResolveHookContext) => ResolveFnOutput | Promise<ResolveFnOutput>;

const STAND_IN = new URL('./ava.js', import.meta.url).href;

/** Node's hook for the resolution of imports: suites that import `ava` get the stand-in, which runs them in this process. */
export function resolve(specifier: string, context: ResolveHookContext, next: NextResolve): ResolveFnOutput | Promise<ResolveFnOutput> {
  return specifier === 'ava' ? { url: STAND_IN, format: 'module', shortCircuit: true } : next(specifier, context);
}
