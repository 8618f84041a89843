import test from 'ava';
import * as fc from 'fast-check';
import { HexView } from '../../../host-sim/cli/console/hex-view.js';
import { ModuleTerminal } from '../../../host-sim/cli/console/module-terminal.js';
import { VirtualTime } from '../../../host-sim/time/virtual-time.js';
import { checkAsync } from '../../property.js';
import { TerminalStream } from './terminal-stream.js';

function bench(): { stream: TerminalStream; terminal: ModuleTerminal; lines: string[] } {
  const stream = new TerminalStream();
  const terminal = new ModuleTerminal(stream, new VirtualTime());
  const view = new HexView();
  const lines: string[] = [];
  terminal.traffic.watch((traffic) => lines.push(...view.take(traffic)));
  return { stream, terminal, lines };
}

function bytesOf(lines: readonly string[]): string {
  return lines.map((line) => line.slice(8, 8 + 47).trim()).join(' ');
}

test('shows every byte of a dialogue, line ends included', async (t) => {
  const { stream, terminal, lines } = bench();
  terminal.sendLine('AT+CSQ');
  await stream.say('AT+CSQ\r\n+CSQ: 20,99\r\n\r\nOK\r\n');
  const bytes = [...Buffer.from('AT+CSQ\rAT+CSQ\r\n+CSQ: 20,99\r\n\r\nOK\r\n')];
  t.is(bytesOf(lines), bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' '));
  t.true(lines[0].endsWith('AT+CSQ.'));
});

test('a prompt is shown though no line ends', async (t) => {
  const { stream, terminal, lines } = bench();
  terminal.sendLine('AT+MQTTPUB=1,"t",0,0,3');
  lines.splice(0);
  await stream.say('\r\n> ');
  t.is(bytesOf(lines), '0d 0a 3e 20');
});

test('whatever the pieces in which the bytes come, no secret is among those shown', async (t) => {
  const secret = 'a very long secret';
  const hex = [...Buffer.from(secret)].map((byte) => byte.toString(16)).join(' ');
  const echoed = `\r\n+SIM READY\r\nAT+MQTTUSER=1,"u","${secret}"\r\r\nOK\r\nAT command ready\r\n`;
  await checkAsync(
    t,
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 20 }), async (lengths) => {
      const { stream, terminal, lines } = bench();
      terminal.sendLine(`AT+MQTTUSER=1,"u","${secret}"`);
      let start = 0;
      for (const length of [...lengths, echoed.length]) {
        await stream.say(echoed.slice(start, start + length));
        start += length;
        if (start >= echoed.length) break;
      }
      const shown = bytesOf(lines);
      return !shown.includes(hex.slice(0, 3 * 6)) && shown.length > 0;
    }),
  );
});
