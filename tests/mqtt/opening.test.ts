import test from 'ava';
import { l610 } from '../../host-sim/module/profile.js';
import type { MQTTClientOptions } from '../../modules/mqtt/mqtt-client.js';
import { SETTLED, TextMemory } from '../support/text-memory.js';
import { text, VirtualBench } from '../support/virtual-bench.js';

const REASONS = [
  [700, 'protocol version not accepted'],
  [701, 'client identifier rejected'],
  [702, 'broker unavailable'],
  [703, 'bad user or password'],
  [704, 'not authorised'],
] as const;

for (const refusalReport of ['status', 'appended'] as const) {
  test(`the broker's reason, told as ${refusalReport}, is in the error`, (t) => {
    for (const [code, words] of REASONS) {
      const bench = new VirtualBench({ broker: { refuse: () => code }, module: { profile: { refusalReport } } }).bringUp();
      const error = bench.client({ user: 'u', password: 'hush' }).untilError();
      t.like(error, { code: 'connection-refused', message: `AT+MQTTOPEN=: ${words}`, result: String(code), isRetryable: true });
      t.false(error.message.includes('hush'));
    }
  });
}

test('+MQTTOPEN: 1,0 is told at once, and says what to look at', (t) => {
  const bench = new VirtualBench({ broker: { refuse: () => 703 } }).bringUp();
  const client = bench.client();
  bench.until(() => bench.module.slots.state(1) === 'opening', 'the module has taken the command');
  bench.until(() => bench.module.slots.state(1) === 'closed', 'the module has given up');
  const start = bench.time.now();
  t.like(client.untilError(), {
    code: 'connection-refused',
    message: 'AT+MQTTOPEN=: broker not reached or connection refused: check host, port, user, password and client identifier',
    result: undefined,
  });
  t.true(bench.time.now() - start < 10);
  t.deepEqual(client.events, ['error connection-refused']);
  t.is(bench.sent().split('AT+MQTTOPEN=').length, 2);
});

test('after a refusal the slot serves the next client', (t) => {
  let isRefused = true;
  const bench = new VirtualBench({ broker: { refuse: () => (isRefused ? 702 : undefined) } }).bringUp();
  const client = bench.client();
  client.untilError();
  isRefused = false;
  client.client.close();
  t.is(bench.connectedClient().client.slot, 1);
});

test('a broker that does not answer: the module gives up first', (t) => {
  const bench = new VirtualBench().bringUp();
  bench.broker.stall();
  const start = bench.time.now();
  t.is(bench.client().untilError().code, 'connection-refused');
  t.true(bench.time.now() - start < 65_000);
});

test('a module that never tells how the opening ended: the deadline does', (t) => {
  const bench = new VirtualBench({ module: { profile: { timing: { mqttOpenLimit: [1e9, 1e9] } } } }).bringUp();
  bench.broker.stall();
  const client = bench.client();
  const start = bench.time.now();
  t.like(client.untilError(), { code: 'timeout', message: 'AT+MQTTOPEN=: no completion within its deadline' });
  t.true(bench.time.now() - start < 76_000);
});

test('texts over their documented length are sent, and a refusal names the limits', (t) => {
  const id = 'x'.repeat(56);
  t.notThrows(() => new VirtualBench().bringUp().connectedClient({ id }));
  const bench = new VirtualBench({ module: { profile: { longLogins: 'refused' } } }).bringUp();
  const error = bench.client({ id }).untilError();
  t.like(error, { code: 'refused', isRetryable: false });
  t.regex(error.message, /documented are 128 bytes for user and password and 23 for the client identifier: use a shorter one, .*, or a certificate/);
});

test('a login that the module has cut without a word is named, and nobody else is opened for it', (t) => {
  const cut = { module: { profile: { longLogins: 'cut', tellsPassword: true } } } as const;
  const secret = 'hush'.repeat(40);
  const cases: readonly [Partial<MQTTClientOptions>, RegExp][] = [
    [{ id: 'x'.repeat(56) }, /cut clientId to 23 of 56 bytes without a word: use a shorter one, a shorter method of signing, or a certificate/],
    [{ user: 'u'.repeat(139) }, /cut user to 128 of 139 bytes/],
    [{ user: 'u', password: secret }, /cut password to 128 of 160 bytes/],
    [{ user: 'u', password: new Uint8Array(129).fill(0x61) }, /cut password to 128 of 129 bytes/],
    [{ id: `x${'é'.repeat(20)}` }, /cut clientId to 23 of 41 bytes/],
  ];
  for (const [options, message] of cases) {
    const bench = new VirtualBench(cut).bringUp();
    const error = bench.client(options).untilError();
    t.like(error, { code: 'login-cut', command: 'AT+MQTTUSER=', isRetryable: false });
    t.regex(error.message, message);
    t.false(error.message.includes('hush'));
    const sent = bench.sent().match(/AT\+MQTT[A-Z]+[=?]/g);
    t.deepEqual(sent, ['AT+MQTTCONF=', 'AT+MQTTUSER=', 'AT+MQTTUSER?']);
    t.is(bench.broker.counters.connections, 0);
  }
});

test('a long login costs a question, a documented one none', (t) => {
  const bench = new VirtualBench({ module: { profile: { tellsPassword: true } } }).bringUp();
  bench.connectedClient({ id: 'x'.repeat(24), user: 'u'.repeat(128), password: 'p'.repeat(128), will: { topic: 'w', message: 'm' } });
  t.deepEqual(bench.sent().match(/AT\+MQTT[A-Z]+[=?]/g), ['AT+MQTTCONF=', 'AT+MQTTUSER=', 'AT+MQTTUSER?', 'AT+MQTTWILL=', 'AT+MQTTOPEN=']);
  const short = new VirtualBench().bringUp();
  short.connectedClient({ id: 'x'.repeat(23), user: 'u'.repeat(128), password: 'p'.repeat(128) });
  t.deepEqual(short.sent().match(/AT\+MQTT[A-Z]+[=?]/g), ['AT+MQTTCONF=', 'AT+MQTTUSER=', 'AT+MQTTOPEN=']);
});

test('where the module does not know the question, or hides what it keeps, a long login is believed', (t) => {
  const profiles = [{ hasLoginQuery: false }, { hasLoginQuery: false, errorFormat: 1 }, { tellsPassword: false }] as const;
  for (const profile of profiles) {
    const bench = new VirtualBench({ module: { profile } }).bringUp();
    t.notThrows(() => bench.connectedClient({ user: 'u', password: 'p'.repeat(160) }), JSON.stringify(profile));
  }
  for (const kept of ['"u","****"', '"u"', '', '"u","pppp', '"","","other"', '"nobody","xxxx"']) {
    const bench = new VirtualBench({ module: { profile: { hasLoginQuery: false } } }).bringUp();
    const client = bench.client({ user: 'u', password: `q${'p'.repeat(160)}` });
    let sent = '';
    bench.until(() => (sent += bench.sent()).includes('MQTTUSER?'), 'the question');
    bench.uart.module.write(Buffer.from(`\r\n+MQTTUSER: 1,${kept}\r\n`));
    bench.until(() => client.events.includes('control 2'), kept);
    t.is(client.error, undefined);
  }
});

test('what another slot keeps is not this one\'s', (t) => {
  const bench = new VirtualBench({ module: { profile: { longLogins: 'cut' } } }).bringUp();
  bench.connectedClient({ id: 'short' });
  const error = bench.client({ id: 'x'.repeat(30) }).untilError();
  t.regex(error.message, /cut clientId to 23 of 30/);
});

test('above what the command takes, or the user knows of his module, a login is refused before a byte is sent', (t) => {
  const bench = new VirtualBench().bringUp();
  bench.sent();
  const cases: readonly [Partial<MQTTClientOptions>, string][] = [
    [{ user: 'u'.repeat(513) }, 'user: is 513 bytes long, the module is sent at most 512'],
    [{ user: 'u', password: 'hush'.repeat(300) }, 'password: is 1200 bytes long, the module is sent at most 1024'],
    [{ id: 'x'.repeat(257) }, 'id: is 257 bytes long, the module is sent at most 256'],
    [{ id: 'x'.repeat(24), loginLimits: { clientId: 23 } }, 'id: is 24 bytes long, loginLimits has 23'],
    [{ user: 'u', password: 'hush'.repeat(33), loginLimits: { password: 128 } }, 'password: is 132 bytes long, loginLimits has 128'],
  ];
  for (const [options, message] of cases) {
    const error = t.throws(() => bench.client(options), { code: 'invalid-argument' });
    t.is(error.message, `${message}: a shorter method of signing, or a certificate in its place (docs/platforms.md#what-the-module-can-carry)`);
  }
  t.throws(() => bench.client({ loginLimits: { clientId: 300 } }), { message: /^loginLimits of id: must be a whole number from 0 to 256/ });
  t.throws(() => bench.client({ loginLimits: { id: 23 } as never }), { message: /^loginLimits\.id: is no option; user, password, clientId are/ });
  t.is(bench.sent(), '');
});

test('what the module refuses for good is told as its refusal', (t) => {
  const bench = new VirtualBench({ module: { profile: l610 } }).bringUp();
  const start = bench.time.now();
  const error = bench.client({ keepAlive: 0 }).untilError();
  t.like(error, { code: 'refused', command: 'AT+MQTTOPEN=', isRetryable: false });
  t.regex(error.message, /keepAlive: 0 may not be known to this module, 1000 to 300000 milliseconds are$/);
  t.true(bench.time.now() - start < 10_000);
});

const WILL = { topic: 'will', message: 'gone' };

test('a client without a will has none, whichever clients the module has served before it', (t) => {
  const memory = new TextMemory();
  const bench = new VirtualBench({ modem: { memory } }).bringUp();
  const wills: string[] = [];
  bench.broker.subscribe('will', ({ payload }) => wills.push(text(payload)));
  const open = (options: Partial<MQTTClientOptions>): void => {
    const { client } = bench.patientClient(options);
    bench.broker.goAway();
    bench.advance(1000);
    client.close();
    bench.advance(1000);
  };
  open({ will: WILL });
  open({});
  open({ will: WILL });
  open({ slot: 1 });
  t.deepEqual(wills, ['gone', 'gone']);
  bench.advance(15 * 60_000);
  bench.restartHost();
  bench.bringUp();
  open({});
  t.deepEqual(wills, ['gone', 'gone']);
});

test('a host that restarts without a memory restarts the module, which forgets what it would still tell, before a client is made', (t) => {
  const bench = new VirtualBench().bringUp();
  bench.connectedClient().subscribe('old');
  bench.sent();
  bench.restartHost();
  bench.bringUp();
  t.is(bench.sent().split('AT+CFUN=15').length, 2);
  bench.publish('old', 'nobody waits for it');
  const client = bench.connectedClient();
  t.is(client.client.slot, 1);
  client.subscribe('new');
  bench.publish('new', 'arrives');
  t.deepEqual(client.untilReceived(1).map(({ payload }) => text(payload)), ['arrives']);
});

test('a host that remembers the slot it had closes it and takes the other one', (t) => {
  const memory = new TextMemory();
  const bench = new VirtualBench({ modem: { memory } }).bringUp();
  bench.connectedClient({ will: WILL });
  bench.sent();
  bench.restartHost();
  bench.bringUp();
  t.deepEqual(bench.sent().match(/AT\+(?:MQTT[A-Z]+|CFUN)=.*(?=\r)/g), ['AT+MQTTCLOSE=1', 'AT+MQTTCONF=1']);
  t.is(bench.module.slots.state(1), 'closed');
  t.is(bench.connectedClient({ will: WILL }).client.slot, 2);
  bench.sent();
  // The first one may owe something for another few minutes, and the second one now, too.
  bench.restartHost();
  bench.bringUp();
  t.is(bench.sent().split('AT+CFUN=15').length, 2);
  t.is(bench.connectedClient({ will: WILL }).client.slot, 1);
});

test('a slot that is open although the memory knows nothing of it is closed and left alone: the next connection is made in another', (t) => {
  const memory = { read: () => SETTLED, write: () => undefined };
  const bench = new VirtualBench({ modem: { memory } }).bringUp();
  bench.connectedClient({ will: WILL }).subscribe('old');
  bench.restartHost();
  bench.bringUp();
  t.is(bench.module.slots.state(1), 'open');
  bench.publish('old', 'nobody waits for it');
  bench.sent();
  const start = bench.time.now();
  const client = bench.client({ will: WILL });
  t.like(client.untilError(), { code: 'connection-lost', isRetryable: true });
  client.client.close();
  t.deepEqual(bench.sent().match(/\+MQTT[A-Z]+/g), ['+MQTTUSER', '+MQTTWILL', '+MQTTOPEN', '+MQTTCLOSE']);
  const next = bench.connectedClient({ will: WILL });
  t.is(next.client.slot, 2);
  t.true(bench.time.now() - start < 2000);
  t.is(bench.broker.counters.connections, 2);
  next.subscribe('new');
  bench.publish('new', 'arrives');
  t.deepEqual(next.untilReceived(1).map(({ payload }) => text(payload)), ['arrives']);
});

test('a slot that this program has left open is closed and opened again', (t) => {
  const bench = new VirtualBench().bringUp();
  bench.connectedClient().client.close();
  bench.advance(1000);
  const first = bench.connectedClient();
  bench.uart.module.write(Buffer.from('\r\n+MQTTBREAK: 1,1\r\n'));
  first.untilError();
  first.client.close();
  t.is(bench.module.slots.state(1), 'open');
  bench.sent();
  const start = bench.time.now();
  const client = bench.connectedClient({ will: { topic: 'will', message: 'gone' } });
  t.is(client.client.slot, 1);
  t.true(bench.time.now() - start < 2000);
  const opening = ['+MQTTUSER', '+MQTTWILL', '+MQTTOPEN'];
  t.deepEqual(bench.sent().match(/\+MQTT[A-Z]+/g), [...opening, '+MQTTCLOSE', ...opening]);
});

test('news of the connection that a restarted host has left behind are not the new one\'s', (t) => {
  for (const urc of ['+MQTTBREAK: 1,1', '+MQTTCLOSE: 1,1', '+MQTTLOSE: 1,2', '+MQTTPUB: 1,1', '+MQTTMSGI: 1,1,1,1']) {
    for (let delay = 0; delay < 240; delay += 30) {
      const bench = new VirtualBench().bringUp();
      const client = bench.client();
      bench.advance(delay);
      t.deepEqual(client.events, []);
      bench.uart.module.write(Buffer.from(`\r\n${urc}\r\n`));
      bench.advance(3000);
      t.deepEqual(client.events, ['control 2', 'writable'], `${urc} after ${delay} ms`);
      t.is(bench.sent().split('AT+MQTTOPEN=').length, 2, `${urc} after ${delay} ms`);
    }
  }
});

test('a slot that was closed just now is opened again, however slow the network', (t) => {
  for (const roundTrip of [60, 400, 1000, 3000]) {
    const bench = new VirtualBench({ broker: { roundTrip } }).bringUp();
    for (let index = 0; index < 3; index += 1) {
      const client = bench.connectedClient({ slot: 1 });
      client.publish('a', `${index}`, 1);
      client.untilWritable();
      client.client.close();
    }
    t.deepEqual(bench.received.map(({ payload }) => text(payload)), ['0', '1', '2'], `${roundTrip} ms`);
  }
});

test('a connection lost while it opens ends the opening: nothing is sent any more for it', (t) => {
  const bench = new VirtualBench().bringUp();
  const client = bench.client({ will: { topic: 'w', message: 'm' } });
  bench.until(() => bench.sent().includes('MQTTUSER'), 'it has begun');
  bench.modem.disconnect();
  t.is(client.untilError().code, 'connection-lost');
  bench.advance(10_000);
  t.false(bench.sent().includes('MQTT'));
});
