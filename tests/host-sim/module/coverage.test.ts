import test from 'ava';
import { commandName } from '../../../modules/at/command-name.js';
import type { Command } from '../../../modules/at/command.js';
import type { Field } from '../../../modules/at/field.js';
import { commands, urcs } from '../../../modules/fibocom/table.js';
import type { ProfileOptions } from '../../../host-sim/module/profile.js';
import { ModuleBench } from './module-bench.js';

/** Arguments that are at the field's lower bound, or text of fair length. */
function sample(field: Field): string {
  if (field.kind === 'integer') return String(field.minimum);
  if (field.kind !== 'quoted') return field.name;
  if (field.oneOf !== undefined) return `"${field.oneOf[0]}"`;
  return `"${'1'.repeat(Math.max(field.minimum, 4))}"`;
}

function line(row: Command): string {
  const values = row.arguments.filter((field) => !field.optional).map(sample).join(',');
  const sign = row.form === 'set' ? '=' : row.form === 'read' ? '?' : '';
  return `AT${row.name}${sign}${values}`;
}

test('every command of the table is known, in its form and with its arguments', (t) => {
  for (const row of commands) {
    const bench = ModuleBench.online();
    bench.open();
    bench.ask('AT+CMEE=1');
    const said = bench.ask(line(row), 2000);
    t.regex(said, /^\r\n(OK\r\n|>|\+|\w)/, line(row));
    t.notRegex(said, /CME ERROR: (50|100)/, line(row));
    t.true(bench.events.some((event) => event.type === 'command' && event.command === commandName(row)), line(row));
  }
});

/** What makes the module say each URC. */
const provocations: Readonly<Record<string, (bench: ModuleBench) => void>> = {
  'AT command ready': (bench) => bench.module.reset(),
  '+SIM READY': (bench) => bench.module.reset(),
  '+SIM DROP': (bench) => bench.module.sim.remove(),
  '+SIM': (bench) => bench.module.sim.remove(),
  '+CREG': (bench) => bench.ask('AT+CREG=1;+CFUN=4'),
  '+CGREG': (bench) => bench.ask('AT+CGREG=1;+CFUN=4'),
  '+CEREG': (bench) => bench.ask('AT+CEREG=2;+CFUN=4'),
  '+MIPCALL': (bench) => bench.module.dataCall.lose({ withUrc: true }),
  '+MIPNTP': (bench) => bench.ask('AT+MIPNTP="pool.ntp.org",123'),
  '+MQTTOPEN': (bench) => bench.open(2),
  '+MQTTSUB': (bench) => {
    bench.ask('AT+MQTTSUB=1,"t",0');
    bench.uplink.last.subscriptions[0].done(0);
  },
  '+MQTTUNSUB': (bench) => {
    bench.ask('AT+MQTTUNSUB=1,"t"');
    bench.uplink.last.unsubscriptions[0].done(true);
  },
  '+MQTTPUB': (bench) => {
    bench.ask('AT+MQTTPUB=1,"t",0,0,"x"');
    bench.uplink.last.publications[0].done(true);
  },
  '+MQTTCLOSE': (bench) => bench.ask('AT+MQTTCLOSE=1', 10000),
  '+MQTTMSG': (bench) => bench.uplink.last.events.onMessage({ topic: 't', payload: Buffer.from('x'), qos: 0, isRetained: false }),
  '+MQTTMSGI': (bench) => {
    bench.ask('AT+MQTTCONF=1');
    bench.open(2).events.onMessage({ topic: 't', payload: Buffer.from('x'), qos: 0, isRetained: false });
  },
  '+MQTTBREAK': (bench) => bench.module.slots.break(1, 2),
  '+MQTTLOSE': (bench) => bench.module.slots.break(1, 2),
  '+CMT': (bench) => {
    bench.ask('AT+CNMI=2,2,0,0,0');
    bench.module.radio.messages.send({ number: '+8613900000001', text: 'x' });
  },
  '+CBM': (bench) => {
    bench.ask('AT+CNMI=2,0,2,0,0');
    bench.module.radio.messages.broadcast('x');
  },
  '+CDS': (bench) => {
    bench.ask('AT+CNMI=2,0,0,1,0');
    bench.module.radio.messages.onDelivery.send({ number: '+8613900000001', reference: 1 });
  },
  '+CUSD': (bench) => bench.ask('AT+CUSD=1,"*100#"'),
};

const profileFor: Readonly<Record<string, ProfileOptions>> = {
  '+SIM DROP': { simRemovalReport: 'DROP' },
  '+MQTTLOSE': { linkLossReport: '+MQTTLOSE' },
};

test('every URC of the table can be provoked', (t) => {
  for (const urc of urcs) {
    const bench = ModuleBench.online({ profile: profileFor[urc.name] });
    bench.open();
    const before = bench.events.length;
    provocations[urc.name](bench);
    bench.time.advance(15000);
    t.true(bench.events.slice(before).some((event) => event.type === 'urc' && event.name === urc.name), urc.name);
  }
});
