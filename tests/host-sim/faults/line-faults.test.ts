import test from 'ava';
import { createFaultyModule } from '../../../host-sim/faults/faulty-module.js';
import { VirtualTime } from '../../../host-sim/time/virtual-time.js';
import { VirtualUart } from '../../../host-sim/uart/virtual-uart.js';
import { FaultBench } from './fault-bench.js';

test('variants of lines', (t) => {
  const bench = new FaultBench();
  const seen = (fault: string, options = {}): string => {
    bench.faults.inject(fault, options);
    const output = bench.ask('AT+CSQ');
    bench.faults.lift(fault);
    return output;
  };
  t.is(seen('line-ends', { form: 'lf' }), '\n+CSQ: 20,99\n\nOK\n');
  t.is(seen('line-ends', { form: 'crcrlf' }), '\r\r\n+CSQ: 20,99\r\r\n\r\r\nOK\r\r\n');
  t.is(seen('blanks', { everywhere: 'yes' }), '\r\n+CSQ: 20, 99\r\n\r\nOK\r\n');
  t.is(seen('blanks', { everywhere: 'no' }), '\r\n+CSQ:20,99\r\n\r\nOK\r\n');
  t.is(seen('empty-lines'), '\r\n\r\n\r\n+CSQ: 20,99\r\n\r\n\r\n\r\nOK\r\n');
  t.is(seen('invalid-bytes'), '\xff\x00\xfe\r\n+CSQ: 20,99\r\n\xff\x00\xfe\r\nOK\r\n');
  bench.faults.inject('echo-returns');
  t.is(bench.ask('AT'), 'AT\r\nOK\r\n');
  t.is(seen('echo-form', { terminator: 'sent' }).slice(0, 7), 'AT+CSQ\r');
});

test('bytes of each direction', (t) => {
  const bench = new FaultBench();
  bench.faults.inject('bytes-lost', { rate: 1, direction: 'to-host' });
  t.is(bench.ask('ATE1'), '');
  bench.faults.lift('bytes-lost');
  t.is(bench.ask('AT'), 'AT\r\nOK\r\n');
  bench.faults.inject('bytes-lost', { rate: 1, direction: 'to-module' });
  t.is(bench.ask('ATE0'), '');
  bench.faults.lift('bytes-lost');
  t.is(bench.ask('AT'), 'AT\r\nOK\r\n');
});

test('pieces: each as short as asked for, in order, with pauses', (t) => {
  const bench = new FaultBench();
  bench.faults.inject('reads-cut', { longest: 3, pause: 5 });
  bench.type('AT+CSQ\r');
  const pieces: string[] = [];
  for (let millisecond = 0; millisecond < 300; millisecond += 1) {
    bench.time.advance(1);
    pieces.push(bench.take());
  }
  t.is(pieces.join(''), '\r\n+CSQ: 20,99\r\n\r\nOK\r\n');
  t.true(pieces.filter((piece) => piece !== '').length >= 6);
});

test('the wrong rate: garbled on a line without a rate, and on a UART', (t) => {
  const bench = new FaultBench();
  bench.faults.inject('wrong-baud', { baud: 9600 });
  t.false(bench.ask('AT').includes('OK'));
  bench.faults.lift('wrong-baud');
  t.is(bench.ask('AT'), '\r\nOK\r\n');

  const time = new VirtualTime();
  const uart = new VirtualUart({ time });
  const { faults } = createFaultyModule({ time, uplink: bench.broker.uplink(), line: uart.module });
  faults.inject('wrong-baud', { baud: 9600 });
  t.is(uart.module.baud, 9600);
  faults.lift('wrong-baud');
  t.is(uart.module.baud, 115200);
});

test('what wakes the module up is lost', (t) => {
  const bench = new FaultBench();
  bench.faults.inject('wake-up-loss', { idle: 5, count: 2 });
  bench.time.advance(10_000);
  t.is(bench.ask('AT', 100), '');
  t.is(bench.ask('AT', 100), '\r\nOK\r\n');
  bench.time.advance(10_000);
  t.is(bench.ask('xxAT', 100), '\r\nOK\r\n');
});

test('a URC loses its head', (t) => {
  const bench = FaultBench.open();
  bench.faults.inject('line-beheaded', { count: 5 });
  t.is(bench.publish(), '\r\nOK\r\nPUB: 1,1\r\n');
});

test('an overrun at a stated latency', (t) => {
  const bench = new FaultBench();
  bench.faults.inject('fifo-overrun', { latency: 50 });
  bench.faults.inject('urc-storm', { count: 100, interval: 0, urc: '+XYZZY: 1' });
  bench.time.advance(1000);
  const { length } = bench.take();
  // 1,300 bytes take 113 ms; in each 50 ms the FIFO holds 128.
  t.true(length >= 256 && length <= 512, `${length}`);
});
