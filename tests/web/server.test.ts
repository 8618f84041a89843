import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import test from 'ava';
import type { ArrivedMessage, PageEvent } from '../../host-sim/web/protocol.js';
import { IndependentClient } from '../support/independent-client.js';
import { ask, type Asked, EventClient, post } from './http-client.js';
import { serverBench } from './server-bench.js';

const JSON_TYPE = 'application/json';

test('HEAD is answered as GET is, without a body, by the stream of events too', async (t) => {
  const { origin } = await serverBench(t);
  for (const path of ['/', '/events']) {
    const answer = await ask(`${origin}${path}`, { method: 'HEAD' });
    t.is(answer.status, 200, path);
    t.regex(answer.headers['content-type'] ?? '', path === '/' ? /^text\/html/ : /^text\/event-stream/);
    t.is(answer.body, '');
  }
});

test('a request for another host, or from another origin, is refused and changes nothing', async (t) => {
  const { simulator, origin } = await serverBench(t);
  const path = '/control/signal';
  const body = JSON.stringify({ level: 3 });
  const { port } = new URL(origin);
  /** A name of somebody else's that resolves to loopback. */
  const rebound = `evil.example:${port}`;
  const cases: readonly (readonly [path: string, asked: Asked, status: number])[] = [
    ['/', { headers: { host: 'evil.example' } }, 421],
    ['/', { headers: { host: rebound } }, 421],
    ['/events', { headers: { host: '127.0.0.1' } }, 421],
    ['/events', { headers: { origin: 'http://evil.example' } }, 403],
    ['/', { headers: { origin: 'null' } }, 403],
    [path, { method: 'POST', body, headers: { host: rebound, origin: `http://${rebound}`, 'content-type': JSON_TYPE } }, 421],
    [path, { method: 'POST', body, headers: { origin: 'http://evil.example', 'content-type': JSON_TYPE } }, 403],
    [path, { method: 'POST', body, headers: { origin: `http://localhost:${port}`, 'content-type': JSON_TYPE } }, 403],
    [path, { method: 'POST', body, headers: { origin: `https://127.0.0.1:${port}`, 'content-type': JSON_TYPE } }, 403],
    [path, { method: 'POST', body, headers: { 'content-type': JSON_TYPE } }, 403],
    [path, { method: 'POST', body, headers: { origin, 'content-type': 'text/plain' } }, 415],
    [path, { method: 'POST', body, headers: { origin } }, 415],
    [path, { method: 'GET', headers: { origin } }, 405],
    [`${path}?level=3`, {}, 405],
    [path, { method: 'PUT', body, headers: { origin, 'content-type': JSON_TYPE } }, 405],
    [path, { method: 'OPTIONS', headers: { origin: 'http://evil.example' } }, 405],
  ];
  for (const [where, asked, status] of cases) {
    const answer = await ask(`${origin}${where}`, asked);
    t.is(answer.status, status, `${where} ${JSON.stringify(asked)}`);
    t.is(answer.headers['access-control-allow-origin'], undefined);
  }
  t.is(simulator.module.radio.signal, 20);
  t.is((await post(origin, 'signal', { level: 3 })).status, 204);
  t.is(simulator.module.radio.signal, 3);
});

test('a body that does not fit is refused with what would', async (t) => {
  const { simulator, origin } = await serverBench(t);
  const cases: readonly (readonly [control: string, body: object, status: number, text: RegExp])[] = [
    ['signal', { level: 32 }, 400, /level is a number from 0 to 31/],
    ['signal', { level: '5' }, 400, /level is a whole number from 0 to 31, or 99/],
    ['signal', [], 400, /must be a JSON object/],
    ['inject', { name: 'nonsense' }, 400, /no fault "nonsense"; there are: /],
    ['inject', { name: 'latency', options: { delay: -1 } }, 400, /latency: delay is a number from 0/],
    ['inject', { name: 'latency', options: { delay: {} } }, 400, /options are an object of numbers and texts/],
    ['lift', {}, 400, /name is a text/],
    ['power', { isOn: 1 }, 400, /isOn is true or false/],
    ['time', { scale: 0 }, 400, /scale is a number from 0.01 to 100/],
    ['type', { text: 'A'.repeat(70_000) }, 413, /longer than 65536 bytes/],
    ['constructor', {}, 404, /no such control/],
  ];
  for (const [control, body, status, text] of cases) {
    const answer = await post(origin, control, body);
    t.is(answer.status, status, control);
    t.regex(answer.body, text);
  }
  const headers = { origin, 'content-type': JSON_TYPE };
  t.is((await ask(`${origin}/control/signal`, { method: 'POST', headers, body: '{' })).status, 400);
  t.is((await ask(`${origin}/../package.json`)).status, 404);
  t.is((await ask(`${origin}/..%2fserver%2fweb-page.js`)).status, 404);
  t.deepEqual(simulator.faults.active, []);
});

test('every answer has the strict policy, and each page a nonce of its own', async (t) => {
  const { origin } = await serverBench(t);
  const nonces = new Set<string>();
  for (const path of ['/', '/', '/main.js', '/packages/uplot.js', '/packages/@xterm/xterm.js', '/theme.css', '/none']) {
    const { headers } = await ask(`${origin}${path}`);
    const policy = String(headers['content-security-policy']);
    t.regex(policy, /^default-src 'none'; script-src 'self' 'sha256-[^']+'; style-src 'self' 'nonce-[^']+';/);
    t.false(policy.includes('unsafe'));
    t.is(headers['x-content-type-options'], 'nosniff');
    t.is(headers['cross-origin-resource-policy'], 'same-origin');
    nonces.add(policy);
  }
  t.is(nonces.size, 7);
});

test('listens on loopback only', async (t) => {
  const { origin } = await serverBench(t);
  const port = Number(new URL(origin).port);
  const others = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses.filter(({ internal }) => !internal));
  for (const host of ['::1', ...others.filter(({ family }) => family === 'IPv4').map(({ address }) => address)]) {
    const socket = connect({ host, port });
    await t.throwsAsync(once(socket, 'connect'), undefined, host);
  }
});

test('events begin with all there is, and tell what happens; nothing secret is in them', async (t) => {
  const { simulator, origin } = await serverBench(t);
  const early = await EventClient.open(t, origin);
  await simulator.powerOn();
  await post(origin, 'type', { text: 'AT+MQTTUSER=1,"station","a long secret"\r' });
  await early.untilLine('OK');
  await post(origin, 'type', { text: 'AT+CGMM;+NOPE="a long secret"\r' });
  await early.untilLine('ERROR');
  await post(origin, 'inject', { name: 'sim-removed' });
  await early.untilLine('sim-removed injected');
  await early.until((events) => events.some((event) => event.type === 'state' && event.state.sim === 'absent'), 'the state');

  const late = await EventClient.open(t, origin);
  const snapshot = await late.until(([first]) => first?.type === 'snapshot' && first, 'a snapshot');
  t.deepEqual(snapshot.state.activeFaults, ['sim-removed']);
  t.is(snapshot.state.power, 'running');
  t.true(snapshot.lines.some(({ line }) => line.text === 'AT+MQTTUSER=1,"station","•••"'));
  t.true(snapshot.about.faults.length > 50);
  t.false(JSON.stringify([early.events, late.events]).includes('secret'));

  await post(origin, 'lift', { name: 'sim-removed' });
  await late.until((events) => events.some((event) => event.type === 'state' && event.state.sim === 'ready'), 'the card is back');
});

test('power, card and pace follow', async (t) => {
  const { simulator, origin } = await serverBench(t);
  await simulator.powerOn();
  await post(origin, 'card', { isInserted: false });
  t.false(simulator.module.sim.isInserted);
  // Slow from here on: at the bench's pace a module has booted before a busy machine has answered.
  await post(origin, 'time', { scale: 0.5 });
  t.is(simulator.time.scale, 0.5);
  await post(origin, 'power', { isOn: false });
  t.is(simulator.module.power, 'off');
  await post(origin, 'power', { isOn: true });
  t.is(simulator.module.power, 'booting');
});

test('messages at the broker are told with what is known of them, whoever published them', async (t) => {
  const { simulator, origin } = await serverBench(t);
  const client = await EventClient.open(t, origin);
  const type = async (line: string, answer: string): Promise<void> => {
    await post(origin, 'type', { text: `${line}\r` });
    await client.untilLine(answer);
  };
  const arrival = (topic: string): Promise<ArrivedMessage> => {
    const isIt = (event: PageEvent): event is ArrivedMessage => event.type === 'arrival' && event.topic === topic;
    return client.until((events) => events.find(isIt), topic);
  };
  await simulator.powerOn();
  const isRegistered = (event: PageEvent): boolean => event.type === 'state' && event.state.registration === 1;
  await client.until((events) => events.some(isRegistered), 'the registration');
  await type('AT+MQTTUSER=1,"station","a long secret"', 'OK');
  await type('AT+MIPCALL=1,"CMNET"', '+MIPCALL: 10.');
  await type('AT+MQTTOPEN=1,"broker.example.com",1883,1,60', '+MQTTOPEN: 1,1');
  await type('AT+MQTTPUB=1,"roof/readings",1,1,"21.5 and a long secret"', '+MQTTPUB: 1,1');
  const own = await arrival('roof/readings');
  t.is(own.preview, '21.5 and •••');
  t.is(own.length, 22);
  t.true((own.latency ?? 0) > 0);

  const other = await IndependentClient.connect(simulator.broker.endpoints.brokerUrl);
  t.teardown(() => other.close());
  await other.publish('roof/commands', 'x'.repeat(1000));
  const { latency, preview, length } = await arrival('roof/commands');
  t.is(latency, undefined);
  t.is(length, 1000);
  t.is(preview, `${'x'.repeat(120)}…`);
});
