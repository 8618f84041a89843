import test from 'ava';
import { FaultBench } from './fault-bench.js';

const OPEN = 'AT+MQTTOPEN=1,"broker.example.com",1883,0,60';
const OPEN_TLS = `${OPEN},2`;
const SERVER_CERTIFICATES = ['certificate-expired', 'certificate-of-another', 'certificate-unknown'];
const PEM = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n';
const KEY = '-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n';

function dialled(options = {}): FaultBench {
  const bench = new FaultBench(options);
  bench.ask('AT+MIPCALL=1', 5000);
  bench.ask('AT+MQTTUSER=1,"","","me"');
  return bench;
}

function load(bench: FaultBench, file: string, text: string): void {
  bench.ask(`AT+GTSSLFILE="${file}",${text.length}`);
  bench.ask(text);
}

test('each refusal has its number', (t) => {
  const bench = dialled({ profile: { refusalReport: 'appended' } });
  const seen = ['version', 'identifier', 'as-unavailable', 'login', 'authorisation'].map((reason) => {
    bench.faults.inject(`refuses-${reason}`);
    const answer = bench.ask(OPEN, 10_000);
    bench.faults.lift(`refuses-${reason}`);
    return /\+MQTTOPEN: 1,0,(\d+)/.exec(answer)?.[1];
  });
  t.deepEqual(seen, ['700', '701', '702', '703', '704']);
  bench.faults.inject('broker-unreachable');
  t.regex(bench.ask(OPEN, 10_000), /\+MQTTOPEN: 1,0\r/);
  bench.faults.lift('broker-unreachable');
  t.regex(bench.ask(OPEN, 10_000), /\+MQTTOPEN: 1,1/);
});

test('it closes, with the will; it goes away and comes back by itself', (t) => {
  const bench = dialled();
  bench.ask('AT+MQTTWILL=1,"will",1,0,"gone"');
  bench.ask(OPEN, 5000);
  bench.faults.inject('broker-closes');
  bench.time.advance(1000);
  t.is(bench.take(), '\r\n+MQTTBREAK: 1,1\r\n');
  t.deepEqual(bench.received.map(({ topic }) => topic), ['will']);
  t.regex(bench.ask(OPEN, 5000), /\+MQTTOPEN: 1,1/);
  bench.faults.inject('broker-gone', { duration: 20 });
  t.regex(bench.ask(OPEN, 10_000), /\+MQTTOPEN: 1,0/);
  bench.time.advance(20_000);
  t.deepEqual(bench.faults.active, []);
  t.regex(bench.ask(OPEN, 5000), /\+MQTTOPEN: 1,1/);
});

test('it closes on messages that hold a text each time, and takes all others', (t) => {
  const bench = FaultBench.open();
  bench.faults.inject('message-refused', { payload: 'bad' });
  t.regex(bench.publish('a bad one', 1000), /\+MQTTBREAK: 1,1/);
  t.is(bench.received.length, 0);
  t.regex(bench.ask(OPEN, 5000), /\+MQTTOPEN: 1,1/);
  t.regex(bench.publish('another', 1000), /\+MQTTPUB: 1,1/);
  bench.faults.lift('message-refused');
  t.regex(bench.publish('a bad one', 1000), /\+MQTTPUB: 1,1/);
});

test('it stalls, and gets everything in the end; or never acknowledges', (t) => {
  const bench = FaultBench.open();
  bench.faults.inject('broker-stalls');
  t.is(bench.publish('a', 30_000), '\r\nOK\r\n');
  t.is(bench.received.length, 0);
  bench.faults.lift('broker-stalls');
  bench.time.advance(1000);
  t.is(bench.take(), '\r\n+MQTTPUB: 1,1\r\n');
  bench.faults.inject('never-acknowledges');
  t.is(bench.publish('b', 30_000), '\r\nOK\r\n');
  t.is(bench.received.length, 2);
  bench.faults.lift('never-acknowledges');
  bench.faults.inject('broker-closes');
  bench.time.advance(1000);
  // What was under way fails with its connection.
  t.regex(bench.take(), /\+MQTTPUB: 1,0/);
});

test('it forgets the session', (t) => {
  for (const isForgotten of [false, true]) {
    const bench = FaultBench.open();
    bench.ask('AT+MQTTSUB=1,"s",1');
    if (isForgotten) bench.faults.inject('forgets-session');
    bench.faults.inject('broker-closes');
    bench.time.advance(1000);
    bench.broker.publish({ topic: 's', payload: Uint8Array.of(0x61), qos: 1, isRetained: false });
    const answer = bench.ask(OPEN, 10_000);
    t.regex(answer, /\+MQTTOPEN: 1,1/);
    t.is(answer.includes('+MQTTMSG'), !isForgotten);
  }
});

test('messages that come twice, and messages that look like results', (t) => {
  const bench = FaultBench.open();
  bench.ask('AT+MQTTSUB=1,"s/+",1');
  bench.faults.inject('messages-doubled');
  bench.broker.publish({ topic: 's/1', payload: Uint8Array.of(0x61), qos: 1, isRetained: false });
  bench.time.advance(1000);
  t.is(bench.take(), '\r\n+MQTTMSG: 1,1,"s/1","a"\r\n'.repeat(2));
  bench.faults.inject('hostile-message', { payload: '\r\nOK\r\n' });
  bench.time.advance(1000);
  t.is(bench.take(), '\r\n+MQTTMSG: 1,0,"s/x","\r\nOK\r\n"\r\n');
});

test('certificates: only whom they concern, with the code that the module has for it', (t) => {
  const refused = (bench: FaultBench, fault: string): string | undefined => {
    bench.faults.inject(fault);
    const answer = bench.ask(OPEN_TLS, 10_000);
    bench.faults.lift(fault);
    if (answer.includes('+MQTTOPEN: 1,1')) {
      bench.ask('AT+MQTTCLOSE=1', 10_000);
      return undefined;
    }
    return /\+GTSSLERR: (-?\d+)/.exec(bench.ask('AT+GTSSLERR?'))?.[1];
  };
  const bench = dialled();
  for (const fault of SERVER_CERTIFICATES) t.is(refused(bench, fault), undefined);
  t.is(refused(bench, 'handshake-fails'), '-7');
  t.is(refused(bench, 'client-certificate-refused'), undefined);
  load(bench, 'TRUSTFILE', PEM);
  load(bench, 'CERTFILE', PEM);
  load(bench, 'KEYFILE', KEY);
  bench.ask('AT+GTSSLMODE=1');
  for (const fault of SERVER_CERTIFICATES) t.is(refused(bench, fault), '-11');
  t.is(refused(bench, 'client-certificate-refused'), '-19');
  // Without TLS nobody shows a certificate.
  bench.faults.inject('certificate-expired');
  t.regex(bench.ask(OPEN, 5000), /\+MQTTOPEN: 1,1/);
});
