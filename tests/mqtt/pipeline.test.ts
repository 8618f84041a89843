import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { mqttPublished } from '../../modules/fibocom/urcs.js';
import { MQTTClient } from '../../modules/mqtt/mqtt-client.js';
import { check } from '../property.js';
import { ScriptedLink } from './scripted-link.js';

const PAYLOAD = Uint8Array.of(0x78);

/** Connected, over a link whose module says what the test has it say. */
class Bench {
  readonly link = new ScriptedLink();
  readonly acknowledged: number[] = [];
  error: string | undefined;
  writable = 0;
  written = 0;
  readonly client: MQTTClient;

  constructor(publishWindow: number) {
    this.client = new MQTTClient({
      link: this.link,
      host: 'broker',
      publishWindow,
      onWritable: (count) => {
        this.writable = count;
      },
      onControl: ({ operation, id }) => {
        if (operation === MQTTClient.PUBACK && id !== undefined) this.acknowledged.push(id);
      },
      onError: ({ code }) => {
        this.error = code;
      },
    });
    this.link.time.advance(0);
    this.link.end();
    this.link.end();
  }

  get isSending(): boolean {
    return this.link.commands.length > 0;
  }

  /** Where there is room. */
  write(): void {
    if (this.writable === 0 || this.error !== undefined) return;
    this.written += 1;
    this.writable = this.client.write(PAYLOAD, { topic: 't', QoS: 1, id: this.written });
  }

  succeed(): void {
    this.link.urc(mqttPublished, '1,1');
  }

  fail(): void {
    this.link.urc(mqttPublished, '1,0');
  }
}

test('in whatever order a module tells things, nothing is acknowledged before all that is out has succeeded', (t) => {
  const steps = fc.array(fc.constantFrom('write', 'write', 'write', 'accept', 'accept', 'succeed', 'succeed', 'refuse', 'wait'), {
    maxLength: 120,
  });
  const ends = fc.constantFrom('fail', 'silence');
  const run = fc.property(fc.integer({ min: 2, max: 9 }), steps, ends, (publishWindow, list, end) => {
    const bench = new Bench(publishWindow);
    const { link } = bench;
    let accepted = 0;
    let succeeded = 0;
    /** Of these it was certain at some moment that the broker has them. */
    let certain = 0;
    for (const step of list) {
      const { isSending } = bench;
      if (step === 'write') bench.write();
      if (step === 'wait') link.time.advance(500);
      if (step === 'accept' && isSending) {
        accepted += 1;
        link.end();
      }
      // A completion may overtake its own OK, and then the publish is not refused any more.
      if (step === 'refuse' && isSending && succeeded < accepted) link.refuse();
      if (step === 'succeed' && succeeded < accepted + (isSending ? 1 : 0)) {
        succeeded += 1;
        // Here, too: what was refused goes out in the same moment.
        if (!isSending && succeeded === accepted) certain = accepted;
        bench.succeed();
      }
      if (!bench.isSending && succeeded === accepted) certain = accepted;
      assert.equal(bench.error, undefined);
      assert.ok(bench.acknowledged.length <= certain, `${bench.acknowledged.length} acknowledged, ${certain} certain`);
      assert.ok(bench.written - bench.acknowledged.length <= publishWindow);
      assert.ok(bench.link.commands.length <= 1);
    }
    if (succeeded === accepted && !bench.isSending) {
      assert.equal(bench.acknowledged.length, accepted);
    } else {
      if (end === 'fail') bench.fail();
      link.time.advance(45_000);
      if (end === 'fail' || succeeded < accepted) assert.equal(bench.error, end === 'fail' ? 'failed' : 'timeout');
    }
    assert.deepEqual(bench.acknowledged, Array.from({ length: bench.acknowledged.length }, (_, index) => index + 1));
    bench.client.close();
  });
  check(t, run, { runs: 400 });
});

test('what is refused goes out again before all that follows it, and only when another has completed', (t) => {
  const bench = new Bench(8);
  for (let count = 0; count < 2; count += 1) {
    bench.write();
    bench.link.end();
  }
  bench.write();
  bench.link.refuse();
  t.deepEqual([bench.link.commands.length, bench.client.slot, bench.error], [0, 1, undefined]);
  bench.succeed();
  t.is(bench.link.commands.length, 1);
  bench.link.end();
  bench.succeed();
  bench.succeed();
  t.deepEqual(bench.acknowledged, [1, 2, 3]);
});

test('a completion that nothing waits for counts for nothing that comes later', (t) => {
  const bench = new Bench(8);
  bench.succeed();
  bench.write();
  bench.link.end();
  t.deepEqual(bench.acknowledged, []);
  bench.succeed();
  t.deepEqual(bench.acknowledged, [1]);
});

test('a window that cannot be sent again when its turn comes is a lost connection', (t) => {
  const bench = new Bench(8);
  bench.write();
  bench.link.end();
  bench.write();
  bench.link.refuse();
  bench.link.isFull = true;
  bench.succeed();
  t.is(bench.error, 'overflow');
});
