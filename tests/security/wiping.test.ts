import test from 'ava';
import { ModelBroker } from '../../host-sim/broker/model-broker.js';
import { SimulatedModule } from '../../host-sim/module/simulated-module.js';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { VirtualUart } from '../../host-sim/uart/virtual-uart.js';
import { Modem } from '../../modules/modem/modem.js';
import { MQTTClient } from '../../modules/mqtt/mqtt-client.js';
import { CANARIES, CERTIFICATE, KEY, told } from './canaries.js';

const PATIENCE = 120_000;

test('the memory from which secrets were sent holds none of them once all is connected', (t) => {
  const time = new VirtualTime();
  const uart = new VirtualUart({ time });
  const utcNow = (): number => Date.UTC(2026, 2, 1) + time.now();
  const uplink = new ModelBroker({ time }).uplink();
  const module = new SimulatedModule({ time, uplink, line: uart.module, utcNow, sim: { pin: CANARIES.pin } });
  const buffers = new Set<ArrayBufferLike>();
  let written = '';
  /** Keeps hold of the memory of which it is given pieces: all of it, as a dump would show it. */
  class DumpingSerial extends uart.Serial {
    override write(bytes: Uint8Array): void {
      buffers.add(bytes.buffer);
      written += Buffer.from(bytes).toString('latin1');
      super.write(bytes);
    }
  }
  module.powerOn();
  const modem = new Modem({ serial: { io: DumpingSerial }, time });
  const tls = { trust: CERTIFICATE, certificate: CERTIFICATE, key: KEY };
  modem.connect({ apn: 'CMNET', user: 'me', password: CANARIES.apnPassword, pin: CANARIES.pin, tls });
  t.true(time.runUntil(() => modem.connection === 500, PATIENCE));
  let isConnected = false;
  const onControl = (): void => void (isConnected = true);
  const client = new MQTTClient({ link: modem, host: 'h', user: 'me', password: CANARIES.password, onControl });
  t.true(time.runUntil(() => isConnected, PATIENCE));

  for (const canary of Object.values(CANARIES)) t.true(written.includes(canary), 'it was sent');
  for (const buffer of buffers) t.is(told(Buffer.from(buffer).toString('latin1')), undefined);
  client.close();
});
