import { replacingSurrogates, TextDecoderStandIn, TextEncoderStandIn } from './text-codecs.js';

/** What Node has and an engine alone has not; QuickJS lacks the text codecs too. Nobody may wait for real time. */

function provide(name: string, value: unknown): void {
  if (!Reflect.has(globalThis, name)) replace(name, value);
}

function replace(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
}

function refuseToWait(): never {
  throw new Error('there is no real time here');
}

provide('TextEncoder', TextEncoderStandIn);
provide('TextDecoder', TextDecoderStandIn);
for (const name of ['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval']) provide(name, refuseToWait);
if (new TextEncoder().encode('\ud800')[0] !== 0xef) replace('TextEncoder', replacingSurrogates(TextEncoder));
