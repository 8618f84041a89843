/**
 * The picture of the simulator's README: the simulator's page, as a browser shows it, with a sensor node at work on the module
 * and a fault that has passed. `npm run picture` makes it anew, from `cellnode sim --web` as it is; it needs Chromium.
 */
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { NodeSerial } from '../build/host-sim/serial/node-serial.js';
import { closePort, openPort } from '../build/host-sim/serial/open-port.js';
import { RealTime } from '../build/host-sim/time/real-time.js';
import { SensorNode } from '../build/modules/firmware/sensor-node.js';
import { SimulatedSensor } from '../build/host-sim/sensors/simulated-sensor.js';

const PICTURE = new URL('../host-sim/page.webp', import.meta.url);
const CELLNODE = fileURLToPath(new URL('../host-sim/bin/cellnode.js', import.meta.url));
const READINGS = 40;

const sim = spawn(process.execPath, [CELLNODE, 'sim', '--web', '--no-pty', '--tcp', '0', '--seed', '7'], { stdio: ['ignore', 'pipe', 'inherit'] });
process.once('exit', () => sim.kill());
const places = {};
for await (const line of createInterface({ input: sim.stdout })) {
  if (line === 'ready') break;
  const [name, place] = line.split(' ');
  places[name] = place;
}

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light', reducedMotion: 'reduce' });
await page.goto(places.web);
await page.locator('#time-scale').selectOption('10');

const stream = await openPort(`tcp://${places.tcp}`);
const time = new RealTime();
const node = new SensorNode({
  serial: { io: NodeSerial, stream },
  sensors: [{ name: 'room', io: SimulatedSensor, interval: 1000, time }],
  configuration: { nodeId: 'roof-1', network: { apn: 'CMNET' }, broker: { host: 'broker.example.com' } },
  time,
  random: Math.random,
});
node.start();
await delivered(READINGS / 2);
await page.locator('#fault-map button', { hasText: 'broker-closes' }).first().click();
await delivered(READINGS);

const devTools = await page.context().newCDPSession(page);
const { data } = await devTools.send('Page.captureScreenshot', { format: 'webp', quality: 55 });
await mkdir(new URL('.', PICTURE), { recursive: true });
await writeFile(PICTURE, Buffer.from(data, 'base64'));
await browser.close();
await new Promise((resolve) => node.close(resolve));
await closePort(stream);
process.exit();

async function delivered(count) {
  while (node.statistics.delivered < count) await new Promise((resolve) => setTimeout(resolve, 200));
}
