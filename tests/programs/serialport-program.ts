/**
 * Asks the module on the port named first the commands that follow, one after the other, and prints each answer as a JSON
 * array of lines. A process of its own, because serialport's binding works on the main thread only, and tests run in others.
 */
import { on } from 'node:events';
import { ReadlineParser, SerialPort } from 'serialport';

const [path, ...commands] = process.argv.slice(2);
const port = new SerialPort({ path, baudRate: 115200 });
const lines = on(port.pipe(new ReadlineParser({ delimiter: '\r\n' })), 'data') as AsyncIterable<readonly [line: string]>;
const remaining = [...commands];
let answer: string[] = [];

port.write(`${remaining.shift()}\r\n`);
for await (const [line] of lines) {
  if (line !== '') answer.push(line);
  if (!line.endsWith('OK') && !line.includes('ERROR')) continue;
  console.log(JSON.stringify(answer));
  answer = [];
  const next = remaining.shift();
  if (next === undefined) break;
  port.write(`${next}\r\n`);
}
port.close();
