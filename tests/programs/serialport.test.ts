import test from 'ava';
import { fileURLToPath } from 'node:url';
import { ConnectedModule } from './connected-module.js';
import { run } from './program.js';

const PROGRAM = fileURLToPath(new URL('serialport-program.js', import.meta.url));
const NODE = { command: process.execPath, package: 'nodejs' };

test("serialport's readline parser gives the answers line by line", async (t) => {
  const { path } = await ConnectedModule.start(t);
  const commands = ['ATE0', 'ATI;+CIMI', 'AT+CREG=2;+CREG?', 'AT+CMEE=1;+CPIN="1234"'];
  const { status, output } = await run(t, NODE, [PROGRAM, path, ...commands]);
  t.is(status, 0);
  t.deepEqual(output.trim().split('\n').map((line) => JSON.parse(line) as unknown), [
    ['ATE0', 'OK'],
    ['Fibocom', 'MC669-CN', '18001.1000.00.01.01.01', '460010123456789', 'OK'],
    ['+CREG: 2,1,"1A2B","01A2B3C4",7', 'OK'],
    ['+CME ERROR: 3'],
  ]);
});
