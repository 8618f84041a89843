import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import type { CellularError } from '../../modules/at/errors.js';
import { check } from '../property.js';
import { VirtualBench } from '../support/virtual-bench.js';

/** What ends a line, a text, an argument, a data phase or a command, and texts that UTF-8 cannot hold. */
const HOSTILE = ['\r', '\n', '"', ',', ';', '\x00', '\x1b', '\x1a', '\x7f', '\\', '\\22', '\ud800', '\udc00', '\u0085', 'é', 'AT+CFUN=15', '\r\nAT+CFUN=15\r\n'];
const texts = fc.array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 4 })), { maxLength: 6 }).map((parts) => parts.join(''));
/** Commands that bring a modem and a client up, and publish. */
const MEANT = /^AT(\+(MIPCALL|MQTTUSER|MQTTWILL|MQTTOPEN|MQTTPUB|MQTTCLOSE|MQTTREAD|MQTTCONF|MIPNTP)=|\+\w+\?|\+CSQ|)$/;

const mostly = (plain: string): fc.Arbitrary<string> => fc.oneof({ arbitrary: fc.constant(plain), weight: 5 }, texts);

interface Texts {
  readonly host: string;
  readonly id: string;
  readonly user: string;
  readonly password: string;
  readonly willTopic: string;
  readonly will: string;
  readonly topic: string;
  readonly payload: string;
}

test('whatever text is given for whatever argument, the module executes no command but those that were meant', (t) => {
  let executed: string[] = [];
  const bench = new VirtualBench({
    module: { onEvent: (event) => void (event.type === 'command' && executed.push(event.command)) },
  }).bringUp();
  let published = 0;
  const given = fc.record<Texts>({
    host: mostly('h'), id: mostly('i'), user: mostly('u'),
    password: mostly('p'), willTopic: mostly('w'), will: texts,
    topic: mostly('t'), payload: texts,
  });
  const property = fc.property(given, ({ host, id, user, password, willTopic, will, topic, payload }) => {
    executed = [];
    try {
      const client = bench.client({ host, id, user, password, will: { topic: willTopic, message: will } });
      bench.advance(15_000);
      try {
        client.client.write(new TextEncoder().encode(payload), { topic });
        published += 1;
      } finally {
        bench.advance(5_000);
        client.client.close();
        bench.advance(5_000);
      }
    } catch (error) {
      assert.ok(['invalid-argument', 'connection-lost', 'closed'].includes((error as CellularError).code), String(error));
    }
    assert.equal(bench.modem.connection, 500, 'the module was restarted');
    for (const command of executed) assert.match(command, MEANT);
  });
  check(t, property, { runs: 400 });
  t.true(published > 20, `${published} were published`);
});
