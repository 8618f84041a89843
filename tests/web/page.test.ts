import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ava, { type ExecutionContext } from 'ava';
import type { Browser, Page } from 'playwright-core';
import { SerialClient } from '../support/serial-client.js';
import { pageBench, startBrowser, stateOf, traceLine, typeLine } from './page-bench.js';

// One after the other: a browser and a simulator at a time are enough for a small machine.
const test = ava.serial;

const SCREENSHOTS = fileURLToPath(new URL('../../screenshots', import.meta.url));
const PAYLOAD = '{"sequence":1,"temperature":21.5}';

let browser: Browser;
test.before(async () => {
  browser = await startBrowser();
  await mkdir(SCREENSHOTS, { recursive: true });
});
test.after.always(() => browser?.close());

/** Brings the module to an open MQTT connection as the guide does (§4.1.1), from a program on the PTY. */
async function openMqtt(client: SerialClient): Promise<void> {
  while (!(await client.ask('AT+CGREG?', 'OK')).includes('+CGREG: 0,1')) await client.ask('AT+CSQ', 'OK');
  await client.ask('AT+MIPCALL=1,"CMNET"', '+MIPCALL: 10.');
  await client.ask('AT+MQTTOPEN=1,"broker.example.com",1883,1,60', '+MQTTOPEN: 1,1');
}

async function publish(client: SerialClient): Promise<void> {
  await client.ask(`AT+MQTTPUB=1,"roof-1/readings",1,0,${PAYLOAD.length}`, '>');
  client.type(PAYLOAD);
  await client.untilText('+MQTTPUB: 1,1');
}

/** A line of a recorded session. */
interface Recorded {
  readonly format?: string;
  readonly event?: { readonly type: string };
}

function upload(page: Page, name: string, buffer: Buffer): Promise<void> {
  return page.locator('#replay-file').setInputFiles({ name, mimeType: 'application/jsonl', buffer });
}

async function screenshot(t: ExecutionContext, page: Page, name: string): Promise<void> {
  const png = await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  t.true(png.length > 10_000, name);
}

test('the slider changes the +CSQ that a client on the PTY reads', async (t) => {
  const { path, page, complaints } = await pageBench(t, browser);
  const client = await SerialClient.open(t, path);
  // Right after its start the module knows of no signal.
  while (!(await client.ask('AT+CSQ', 'OK')).includes('+CSQ: 20,99')) await client.ask('AT', 'OK');
  await page.locator('#signal').focus();
  await page.keyboard.press('Home');
  for (let level = 0; level < 7; level += 1) await page.keyboard.press('ArrowRight');
  await stateOf(page, 'Signal').filter({ hasText: '7 · −99 dBm' }).waitFor();
  t.true((await client.ask('AT+CSQ', 'OK')).includes('+CSQ: 7,99'));
  await traceLine(page, '+CSQ: 7,99').waitFor();
  await page.locator('#signal-unknown').check();
  await stateOf(page, 'Signal').filter({ hasText: 'unknown' }).waitFor();
  t.true((await client.ask('AT+CSQ', 'OK')).includes('+CSQ: 99,99'));
  t.deepEqual(complaints, []);
});

test('a pressed fault is seen in the trace, and what it does; another press lifts it', async (t) => {
  const { page, complaints } = await pageBench(t, browser);
  const fault = page.getByRole('button', { name: 'sim-removed', exact: true });
  await fault.click();
  await traceLine(page, 'sim-removed injected').waitFor();
  await stateOf(page, 'SIM').filter({ hasText: 'absent' }).waitFor();
  t.is(await fault.getAttribute('aria-pressed'), 'true');
  await fault.click();
  await traceLine(page, 'sim-removed lifted').waitFor();
  await stateOf(page, 'SIM').filter({ hasText: 'ready' }).waitFor();
  t.is(await fault.getAttribute('aria-pressed'), 'false');

  // With an option of its own, by keyboard alone.
  await page.getByRole('searchbox', { name: 'Find a fault' }).fill('weak');
  await page.getByRole('button', { name: 'weak-signal', exact: true }).focus();
  await page.locator('#fault-details input').fill('9');
  await page.keyboard.press('Enter');
  await stateOf(page, 'Signal').filter({ hasText: '9 · −95 dBm' }).waitFor();
  await page.locator('#fault-details input').fill('100');
  await page.evaluate('document.querySelector("#fault-details").noValidate = true');
  await page.keyboard.press('Enter');
  await page.locator('#notice', { hasText: 'weak-signal: level is a number from 0 to 99' }).waitFor();
  // The answer with status 400 is the one thing that the browser notes.
  t.deepEqual(complaints.filter((text) => !text.includes('400')), []);
});

test('a reading published through the module appears in the charts, at desktop and phone width', async (t) => {
  const { path, page, complaints } = await pageBench(t, browser);
  const client = await SerialClient.open(t, path);
  await openMqtt(client);
  await publish(client);
  await page.locator('#arrivals-list li', { hasText: PAYLOAD }).waitFor();
  t.regex(await page.locator('#arrivals-list .latency').innerText(), /^\d+ ms$/);
  await page.locator('#arrivals-chart[data-points="1"]').waitFor();
  await page.locator('#latency-chart[data-points="1"]').waitFor();
  t.regex(await page.locator('#arrivals-summary').innerText(), /^1 arrived · median \d+ ms$/);
  await stateOf(page, 'MQTT slot 1').filter({ hasText: 'open' }).waitFor();

  await page.getByRole('button', { name: 'latency', exact: true }).click();
  await publish(client);
  await page.locator('#latency-chart[data-points="2"]').waitFor();
  await screenshot(t, page, 'desktop-light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await screenshot(t, page, 'desktop-dark');
  await page.setViewportSize({ width: 390, height: 844 });
  await screenshot(t, page, 'phone-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  for (const part of ['Trace', 'Terminal', 'Arrivals', 'Faults', 'Module']) {
    await page.getByRole('link', { name: part }).click();
    await screenshot(t, page, `phone-light-${part.toLowerCase()}`);
  }
  t.is(await page.evaluate('document.documentElement.scrollWidth'), 390, 'nothing is wider than the phone');
  t.deepEqual(complaints, []);
});

test('the terminal speaks with the module; what another client keeps secret is nowhere on the page', async (t) => {
  const { path, page, complaints } = await pageBench(t, browser);
  const screen = page.locator('#terminal .xterm-rows');
  await typeLine(page, 'AT+CGMM');
  await screen.getByText('MC669-CN').waitFor();
  const client = await SerialClient.open(t, path);
  await client.ask('AT+MQTTUSER=1,"station","a long secret"', 'OK');
  await traceLine(page, 'AT+MQTTUSER=1,"station","•••"').first().waitFor();
  await screen.getByText('"station","•••"').waitFor();
  t.false((await page.content()).includes('secret'));
  await page.keyboard.press('ArrowUp');
  await screen.getByText('› AT+CGMM').nth(1).waitFor();
  await page.keyboard.press('Tab');
  t.false(await page.evaluate('document.querySelector("#terminal").contains(document.activeElement)'), 'Tab leaves the terminal');
  t.deepEqual(complaints, []);
});

test('a recorded session is replayed from its file', async (t) => {
  const { page, complaints } = await pageBench(t, browser);
  await typeLine(page, 'AT+CGMI');
  await traceLine(page, 'AT+CGMI= after').or(traceLine(page, 'OK')).first().waitFor();
  await page.getByRole('button', { name: 'Record' }).click();
  await typeLine(page, 'AT+CGMR');
  await traceLine(page, 'AT+CGMR').first().waitFor();
  await page.getByRole('button', { name: 'garbage', exact: true }).click();
  await traceLine(page, 'garbage injected').waitFor();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Stop and save' }).click();
  const download = await saving;
  t.regex(download.suggestedFilename(), /^cellnode-session-.*\.jsonl$/);
  const file = await download.path();
  const [header, first] = (await readFile(file, 'utf8')).split('\n').map((line) => JSON.parse(line || '{}') as Recorded);
  t.is(header.format, 'cellnode session');
  t.is(first.event?.type, 'snapshot');

  await page.reload();
  await typeLine(page, 'AT+GSN');
  await traceLine(page, 'AT+GSN').first().waitFor();
  await upload(page, 'session.jsonl', await readFile(file));
  await page.locator('#player', { hasText: 'Replay of session.jsonl: the end' }).waitFor();
  const livePage = await browser.newPage();
  t.teardown(() => livePage.close());
  await livePage.goto(page.url());
  await livePage.getByRole('button', { name: 'blanks', exact: true }).click();
  await traceLine(livePage, 'blanks injected').waitFor();
  for (const text of ['AT+GSN', 'blanks injected']) t.is(await traceLine(page, text).count(), 0, 'what is live is not shown');
  for (const text of ['AT+CGMI', 'AT+CGMR', 'garbage injected']) await traceLine(page, text).first().waitFor();
  await screenshot(t, page, 'replay');

  await page.getByRole('button', { name: 'Back to live' }).click();
  await traceLine(page, 'AT+GSN').first().waitFor();
  await traceLine(page, 'blanks injected').waitFor();
  await upload(page, 'other.jsonl', Buffer.from('{"a":1}\n'));
  await page.locator('#notice', { hasText: 'other.jsonl: This is no recorded session' }).waitFor();
  t.deepEqual(complaints, []);
});
