import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { type Command, command } from '../../modules/at/command.js';
import { commandName } from '../../modules/at/command-name.js';
import { isQuotable, validateArguments, writeCommand } from '../../modules/at/send/writer.js';
import { type AnyValues, quoted } from '../../modules/at/field.js';
import type { CellularError } from '../../modules/base/errors.js';
import { attention, echo, errorFormatQuery } from '../../modules/cellular/device.js';
import { mqttOpen, mqttPublish, mqttPublishLength, mqttUser } from '../../modules/fibocom/mqtt.js';
import { signalQuality } from '../../modules/cellular/network.js';
import { dial } from '../../modules/fibocom/network.js';
import { commands } from '../../modules/fibocom/table.js';
import { tlsFile } from '../../modules/fibocom/tls.js';
import { check } from '../property.js';
import { latin1 } from './bench.js';
import { brokenValuesFor, valuesFor } from './values.js';

function written(command: Command, values: AnyValues): string {
  const target = new Uint8Array(4096);
  const end = writeCommand(command, values, target, 0);
  return Buffer.from(target.subarray(0, end)).toString('latin1');
}

function refusal(command: Command, values: AnyValues): CellularError | undefined {
  try {
    validateArguments(command, values);
    return undefined;
  } catch (error) {
    return error as CellularError;
  }
}

test('commands are spelled as the guide spells them', (t) => {
  t.is(written(attention, []), 'AT\r');
  t.is(written(echo, [0]), 'ATE0\r');
  t.is(written(signalQuality, []), 'AT+CSQ\r');
  t.is(written(errorFormatQuery, []), 'AT+CMEE?\r');
  t.is(written(command({ ...errorFormatQuery, form: 'test' }), []), 'AT+CMEE=?\r');
  t.is(written(mqttOpen, [1, 'mqtt.bj.baidubce.com', 1883, 0, 60]), 'AT+MQTTOPEN=1,"mqtt.bj.baidubce.com",1883,0,60\r');
  t.is(written(mqttPublish, [1, 'test1', 0, 0, '123']), 'AT+MQTTPUB=1,"test1",0,0,"123"\r');
  t.is(written(mqttPublishLength, [1, 'test1', 0, 0, 3]), 'AT+MQTTPUB=1,"test1",0,0,3\r');
  t.is(written(tlsFile, ['CERTFILE', 1220]), 'AT+GTSSLFILE="CERTFILE",1220\r');
});

test('absent arguments at the end are left out, before it they leave their comma', (t) => {
  t.is(written(dial, [1]), 'AT+MIPCALL=1\r');
  t.is(written(dial, [1, undefined, undefined]), 'AT+MIPCALL=1\r');
  t.is(written(dial, [1, 'CMNET', undefined, undefined, 1]), 'AT+MIPCALL=1,"CMNET",,,1\r');
});

test('a backslash is escaped, so that no text is read as an escape', (t) => {
  t.is(written(mqttPublish, [1, 'a\\22', 0, 0, '\\']), 'AT+MQTTPUB=1,"a\\5C22",0,0,"\\5C"\r');
});

test('a name has its form and never its arguments', (t) => {
  t.deepEqual([mqttUser, signalQuality, errorFormatQuery, echo].map(commandName), ['AT+MQTTUSER=', 'AT+CSQ', 'AT+CMEE?', 'ATE']);
});

for (const command of commands) {
  const title = `${commandName(command)} ${command.arguments.map(({ name }) => name).join(' ')}`.trim();
  test(`accepted, ${title} has one CR, at its end, and nothing that begins a line`, (t) => {
    const harmless = fc.property(valuesFor(command.arguments), (values) => {
      validateArguments(command, values);
      const line = written(command, values);
      assert.equal(line.indexOf('\r'), line.length - 1);
      assert.ok(line.startsWith('AT'));
      for (const byte of latin1(line.slice(0, -1))) assert.ok(byte >= 0x20 && byte !== 0x7f);
      assert.equal(line.split('"').length % 2, 1);
    });
    check(t, harmless, { runs: 60 });
  });

  if (command.arguments.length === 0) continue;
  test(`outside its bounds, ${title} is refused, naming argument and section`, (t) => {
    const broken = fc
      .nat(command.arguments.length - 1)
      .chain((at) => fc.tuple(fc.constant(at), valuesFor(command.arguments), brokenValuesFor(command.arguments[at])));
    const refused = fc.property(broken, ([at, values, value]) => {
      const error = refusal(command, [...values.slice(0, at), value, ...values.slice(at + 1)]);
      assert.equal(error?.code, 'invalid-argument');
      assert.equal(error.command, commandName(command));
      assert.ok(error.message.startsWith(`${command.arguments[at].name}: `), error.message);
      assert.ok(error.message.includes(command.source), error.message);
      assert.equal(error.isRetryable, false);
    });
    check(t, refused, { runs: 80 });
  });
}

test('a refusal names the bound', (t) => {
  t.is(refusal(mqttOpen, [1, 'h', 0, 0, 60])?.message, 'port: must be a whole number from 1 to 65535 (§3.2, §4.1.1, §4.2.2)');
  t.is(refusal(mqttOpen, [1, '', 1883, 0, 60])?.message, 'host: must be 1 to 255 bytes long, is 0 (§3.2, §4.1.1, §4.2.2)');
  t.is(refusal(dial, [1, 'CM\r\nNET'])?.message, 'apn: must not hold control characters such as CR and LF (§3.1, §4.1.1)');
  t.is(refusal(mqttPublish, [1, 'a"b', 0, 0, ''])?.message, 'topic: must not hold a double quote (§4.1.3)');
  t.is(refusal(tlsFile, ['CAFILE', 100])?.message, 'type: must be one of CERTFILE, KEYFILE, TRUSTFILE (§4.2.1)');
  t.is(refusal(mqttOpen, [1, 'h', 1883, 0])?.message, 'keepAlive: is required (§3.2, §4.1.1, §4.2.2)');
  t.is(refusal(signalQuality, [1])?.message, 'arguments: at most 0 for AT+CSQ (§3.1)');
});

test('a secret is not repeated in the refusal', (t) => {
  t.false(refusal(mqttUser, [1, 'u', 'hunter2\r'])?.message.includes('hunter2'));
});

test('bounds count bytes, not characters', (t) => {
  const command: Command = { ...signalQuality, form: 'set', arguments: [quoted('text', 0, 4)] };
  t.is(refusal(command, ['éé']), undefined);
  t.is(refusal(command, ['éé!'])?.code, 'invalid-argument');
  t.is(refusal(command, ['𝄞']), undefined);
});

test('a line longer than its buffer is refused at any length, with the room that it needs', (t) => {
  const values = [1, 'topic\\', 0, 0, 'pay\\\\load'];
  const line = written(mqttPublish, values);
  for (let room = 0; room < line.length; room += 1) {
    const target = new Uint8Array(room + 8).fill(0xee);
    const error = t.throws<CellularError>(() => writeCommand(mqttPublish, values, target.subarray(0, room), 0));
    t.is(error.code, 'overflow');
    t.is(error.message, `AT+MQTTPUB= takes ${line.length} bytes, the transmit buffer holds ${room}`);
    t.deepEqual(target.subarray(room), new Uint8Array(8).fill(0xee));
  }
  const exact = new Uint8Array(line.length);
  t.is(writeCommand(mqttPublish, values, exact, 0), line.length);
  t.is(Buffer.from(exact).toString('latin1'), line);
});

test('quotable is printable ASCII other than quote and backslash', (t) => {
  for (let byte = 0; byte < 256; byte += 1) {
    t.is(isQuotable(Uint8Array.of(0x41, byte), 2), byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c, String(byte));
    t.true(isQuotable(Uint8Array.of(0x41, byte), 1));
  }
});
