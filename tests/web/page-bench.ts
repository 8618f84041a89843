import type { ExecutionContext } from 'ava';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { CellnodeProcess } from '../cli/cellnode-process.js';

/** Debian's, as tests/programs/debian-packages has it. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}

/** A simulated module that takes commands, ten times as fast as it is, and a browser that shows its page. */
export interface PageBench {
  /** The pseudo-terminal of the module. */
  readonly path: string;
  readonly page: Page;
  /** What the browser complained of: violations of the policy, errors of scripts, files that are not there. */
  readonly complaints: readonly string[];
}

export async function pageBench(t: ExecutionContext, browser: Browser): Promise<PageBench> {
  const sim = new CellnodeProcess(t, ['sim', '--web']);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  t.teardown(() => page.close());
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() !== 'log') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.addInitScript('addEventListener("securitypolicyviolation", (event) => console.error(event.violatedDirective))');
  await page.goto(await sim.lineAfter('web '));
  await page.locator('#time-scale').selectOption('10');
  await stateOf(page, 'Power').filter({ hasText: 'running' }).waitFor();
  return { path: await sim.lineAfter('pty '), page, complaints };
}

/** What the state says of this. */
export function stateOf(page: Page, name: string): Locator {
  return page.locator(`#state dt:text-is("${name}") + dd`);
}

export function traceLine(page: Page, text: string): Locator {
  return page.locator('#trace-lines .line', { hasText: text });
}

/** Types into the page's terminal, with a key at the end. */
export async function typeLine(page: Page, text: string): Promise<void> {
  await page.locator('#terminal textarea').focus();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}
