import { CME } from '../../module/line/result-codes.js';
import type { FaultRow } from '../fault.js';

/** What the module keeps for TLS, and does not. */
export const memoryFaults: readonly FaultRow[] = [
  {
    name: 'tls-files-forgotten',
    title: 'TLS files and settings are gone, without a reboot',
    rows: ['F27'],
    span: 'instant',
    begin: ({ module }) => {
      module.forgetTls();
      return undefined;
    },
  },
  {
    name: 'tls-memory-full',
    title: 'TLS files are refused',
    rows: ['F27'],
    span: 'lasting',
    begin: ({ commands }) =>
      commands.onCommands((command) => (command === 'AT+GTSSLFILE=' ? { refusal: CME.memoryFull } : undefined)),
  },
];
