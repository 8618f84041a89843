import main from 'cellnode/main';
import { wire } from '../device/wire.js';

/** The sensor node as it is flashed: dist/moddable/main.js. */
export function start(): void {
  Object.defineProperty(globalThis, 'trace', { value: (text: string) => wire.report(text.trim()) });
  main();
}
