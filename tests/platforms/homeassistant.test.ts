import test from 'ava';
import { HomeAssistantGate } from '../../host-sim/platforms/homeassistant-gate.js';
import { homeAssistant } from '../../modules/platforms/homeassistant.js';
import type { RoomNode } from '../support/room.js';
import { livesThroughADay, PlatformBench } from './platform-bench.js';

function bench(node: RoomNode = {}): PlatformBench<HomeAssistantGate> {
  return new PlatformBench<HomeAssistantGate>({
    platform: () => homeAssistant({ name: 'Roof' }),
    gate: (gate) => new HomeAssistantGate(gate),
    scenario: { node },
    countName: 'node-1_room_count',
  });
}

test('a day with Home Assistant', (t) => {
  const platform = bench();
  livesThroughADay(t, platform);
  t.is(platform.gate.availability.get('cellnode/node-1/status'), 'online');
});

test('what is measured becomes entities, with the units of the sensor classes', (t) => {
  const platform = bench({ sensors: [
    { name: 'room', interval: 10_000, sample: () => ({ thermometer: { temperature: 21.5 }, hygrometer: { humidity: 50 } }) },
    { name: 'door', interval: 60_000, sample: () => ({ isOpen: true, RSSI: -71, note: 'all is well' }) },
  ] });
  const { gate, bench: { until } } = platform.start();
  until(() => gate.entities.size === 7 && gate.arrivals.length > 10, 'seven entities');
  const units = [...gate.entities].map(([id, { component, config: { unit_of_meas: unit, dev_cla: kind, exp_aft: expiry } }]) => {
    return [id, component, unit, kind, expiry];
  });
  t.deepEqual(units.slice(2), [
    ['node-1_room_thermometer_temperature', 'sensor', '°C', 'temperature', 30],
    ['node-1_room_hygrometer_humidity', 'sensor', '%', 'humidity', 30],
    ['node-1_door_isOpen', 'binary_sensor', undefined, undefined, 180],
    ['node-1_door_RSSI', 'sensor', 'dBm', 'signal_strength', 180],
    ['node-1_door_note', 'sensor', undefined, undefined, 180],
  ]);
  t.deepEqual(gate.arrivals.filter(({ name }) => name === 'node-1_door_isOpen').slice(0, 1).map(({ value }) => value), [true]);
  t.deepEqual(platform.complaints, []);
});

test('Home Assistant restarts, and hears again of all', (t) => {
  const platform = bench().start();
  platform.bench.until(() => platform.gate.entities.size === 5, 'the entities');
  platform.gate.restart();
  platform.bench.until(() => platform.gate.entities.size === 5, 'the entities again');
  t.deepEqual(platform.ask('interval', 60), 60);
  t.is(platform.gate.entities.get('node-1_interval')?.state, '60');
});
