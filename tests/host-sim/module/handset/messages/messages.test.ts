import test from 'ava';
import type { ShortMessage } from '../../../../../host-sim/module/handset/messages/message-centre.js';
import { lines, ModuleBench } from '../../module-bench.js';

const OK = lines('OK');

function quiet(): { readonly bench: ModuleBench; readonly sent: readonly ShortMessage[] } {
  const bench = ModuleBench.registered();
  const sent: ShortMessage[] = [];
  bench.module.radio.messages.onSubmission.watch((message) => sent.push(message));
  bench.ask('ATE0');
  return { bench, sent };
}

/** Types a command, waits for the prompt and types the text. */
function enter(bench: ModuleBench, command: string, text: string): string {
  const prompt = bench.ask(command);
  return prompt + bench.ask(text).replace(/\r$/, '');
}

test('a message is sent in PDU mode and in text mode', (t) => {
  const { bench, sent } = quiet();
  const pdu = '0011000B916407281553F80000AA0AE8329BFD4697D9EC37';
  t.is(enter(bench, 'AT+CMGS=23', `${pdu}\u001a`), `\r\n> ${lines('+CMGS: 1', 'OK')}`);
  bench.ask('AT+CMGF=1');
  t.is(enter(bench, 'AT+CMGS="+8613800000002"', 'pump on\u001a'), `\r\n> ${lines('+CMGS: 2', 'OK')}`);
  t.deepEqual(sent, [
    { number: '+46708251358', text: 'hellohello' },
    { number: '+8613800000002', text: 'pump on' },
  ]);
});

test('ESC gives a message up, a backspace the last character, and what is typed is echoed', (t) => {
  const { bench, sent } = quiet();
  bench.ask('ATE1+CMGF=1');
  t.is(enter(bench, 'AT+CMGS="123"', 'no\u001b'), `AT+CMGS="123"\r\n> no${OK}`);
  t.deepEqual(sent, []);
  enter(bench, 'AT+CMGS="123"', 'pump ofn\b\bn\u001a');
  t.is(sent[0].text, 'pump on');
});

test('what is no message is refused by its own errors', (t) => {
  const { bench } = quiet();
  bench.ask('AT+CMEE=1');
  t.is(enter(bench, 'AT+CMGS=23', '0011\u001a'), `\r\n> ${lines('+CMS ERROR: 304')}`);
  t.is(bench.ask('AT+CMGS="123"'), lines('+CMS ERROR: 304'), 'the arguments of text mode');
  t.is(bench.ask('AT+CMGR=1'), lines('+CMS ERROR: 321'));
  bench.ask('AT+CMEE=2');
  t.is(bench.ask('AT+CMGR=1'), lines('+CMS ERROR: invalid memory index'));
  bench.module.sim.remove();
  bench.take();
  t.is(bench.ask('AT+CMGL=4'), lines('+CMS ERROR: SIM not inserted'));
  bench.ask('AT+CMEE=0');
  t.is(bench.ask('AT+CMGL=4'), lines('ERROR'));
});

test('a message that arrives is reported, read once as unread, and deleted', (t) => {
  const { bench } = quiet();
  bench.module.radio.messages.send({ number: '+8613900000001', text: 'hellohello' });
  t.is(bench.take(), lines('+CMTI: "SM",1'));
  const pdu = '0891683110808805F0040D91683109000000F10000329040517114230AE8329BFD4697D9EC37';
  t.is(bench.ask('AT+CMGL=4'), `\r\n+CMGL: 1,0,,29\r\n${pdu}\r\n${OK}`);
  t.is(bench.ask('AT+CMGL=0'), OK, 'it has been shown');
  bench.ask('AT+CMGF=1;+CNMI=2,0');
  t.is(bench.ask('AT+CMGR=1'), `\r\n+CMGR: "REC READ","+8613900000001",,"23/09/04,15:17:41+32"\r\nhellohello\r\n${OK}`);
  t.is(bench.ask('AT+CMGL="ALL"'), `\r\n+CMGL: 1,"REC READ","+8613900000001",,"23/09/04,15:17:41+32"\r\nhellohello\r\n${OK}`);
  t.is(bench.ask('AT+CPMS?'), lines('+CPMS: "SM",1,50,"SM",1,50,"SM",1,50', 'OK'));
  t.is(bench.ask('AT+CMGD=1;+CMGD=?'), lines('+CMGD: (),(0-4)', 'OK'));
  bench.module.radio.messages.send({ number: '10010', text: '是' });
  t.is(bench.take(), '', 'AT+CNMI=2,0 reports nothing');
  bench.ask('AT+CSCS="UCS2"');
  t.regex(bench.ask('AT+CMGR=1'), /"00310030003000310030",.*\r\n662F\r\n/);
});

test('a message is handed over where that is asked for, and not stored', (t) => {
  const { bench } = quiet();
  bench.ask('AT+CNMI=2,2');
  bench.module.radio.messages.send({ number: '+8613900000001', text: 'hellohello' });
  const pdu = '0891683110808805F0040D91683109000000F10000329040517114230AE8329BFD4697D9EC37';
  t.is(bench.take(), `\r\n+CMT: ,29\r\n${pdu}\r\n`);
  bench.ask('AT+CMGF=1;+CSDH=1');
  bench.module.radio.messages.send({ number: '+8613900000001', text: 'hellohello' });
  t.is(bench.take(), '\r\n+CMT: "+8613900000001",,"23/09/04,15:17:41+32",145,4,0,0,,,10\r\nhellohello\r\n');
  t.is(bench.ask('AT+CMGL="ALL"'), OK);
});

test('messages wait in the network while there is no registration or no room', (t) => {
  const { bench } = quiet();
  const { messages } = bench.module.radio;
  bench.module.radio.setRegistration(2);
  messages.send({ number: '1', text: 'first' });
  t.is(messages.waiting, 1);
  bench.module.radio.setRegistration(1);
  t.is(messages.waiting, 0);
  for (let count = 0; count < 50; count += 1) messages.send({ number: '1', text: 'more' });
  t.is(messages.waiting, 1);
  bench.ask('AT+CMGD=7');
  t.is(messages.waiting, 0);
  t.throws(() => messages.send({ number: '1', text: 'x'.repeat(161) }), { instanceOf: RangeError, message: /at most 160/ });
  t.throws(() => messages.send({ number: 'one', text: 'x' }), { instanceOf: RangeError, message: /digits/ });
});

test('stored messages are sent, and stay on the card without power', (t) => {
  const { bench, sent } = quiet();
  bench.ask('AT+CMGF=1');
  t.is(enter(bench, 'AT+CMGW="10010"', 'balance\u001a'), `\r\n> ${lines('+CMGW: 1', 'OK')}`);
  bench.module.reset();
  bench.until(() => bench.module.registration === 1, 20000);
  bench.take();
  bench.ask('ATE0+CMGF=1');
  t.regex(bench.ask('AT+CMGR=1'), /\+CMGR: "STO UNSENT","10010"/);
  t.is(bench.ask('AT+CMSS=1'), lines('+CMSS: 1', 'OK'));
  t.deepEqual(sent, [{ number: '10010', text: 'balance' }]);
  t.regex(bench.ask('AT+CMGL="STO SENT"'), /balance/);
});

test('the service centre is on the card', (t) => {
  const { bench } = quiet();
  t.is(bench.ask('AT+CSCA?'), lines('+CSCA: "+8613010888500",145', 'OK'));
  bench.ask('AT+CSCA="10086",129');
  bench.module.reset();
  bench.until(() => bench.module.registration === 1, 20000);
  bench.ask('ATE0');
  t.is(bench.ask('AT+CSCA?'), lines('+CSCA: "10086",129', 'OK'));
});
