import { meansTheSame, onEveryProfile } from './scenario-bench.js';

const VARIANTS = [
  ['line-ends', { form: 'lf' }],
  ['line-ends', { form: 'crcrlf' }],
  ['line-ends', { form: 'crlf' }],
  ['blanks', { everywhere: 'yes' }],
  ['blanks', { everywhere: 'no' }],
  ['empty-lines', {}],
  ['echo-form', { terminator: 'sent' }],
  ['echo-form', { terminator: 'left-out' }],
] as const;

for (const [name, options] of VARIANTS) {
  onEveryProfile(`F23: ${[name, ...Object.values(options)].join(' ')}: the same events`, (t, profile) => {
    meansTheSame(t, profile, name, options);
  });
}
