/** What the built bundles have besides modules/index.ts; their sources belong to another TypeScript project. */
declare module 'cellnode' {
  export class ModdableTime {
    now(): number;
    alarm(callback: () => void): { arm(delay: number): void; disarm(): void };
  }
}

/** The manifest's `config`. */
declare module 'mc/config' {
  const config: Readonly<Record<string, unknown>>;
  export default config;
}

declare module 'cellnode/main' {
  export default function main(): void;
}

declare module 'cellnode/cbor' {
  import type { EncodingMaker } from '../../../modules/encodings/encoding.js';

  export const cbor: EncodingMaker;
}

declare module 'cellnode/senml' {
  import type { EncodingMaker } from '../../../modules/encodings/encoding.js';

  export const senml: EncodingMaker;
}
