import type { Sabotage } from '../sabotage.js';

/** The node: what it samples, when, and what it does by itself. */
export const nodeSabotages: readonly Sabotage[] = [
  {
    title: 'the sampler runs at half its rate',
    file: 'sensors/sampled-sensor.ts',
    find: '(Math.floor((now - due) / this.#period) + 1) * this.#period;',
    replace: '(Math.floor((now - due) / this.#period) + 2) * this.#period;',
    noticedBy: ['telemetry/sensors'],
  },
  {
    title: 'a reading is dated a day late',
    file: 'telemetry/recorder.ts',
    find: 'utc ?? time.now())',
    replace: '(utc ?? time.now()) + 86_400_000)',
    noticedBy: ['telemetry/recorder', 'firmware/sensor-node'],
  },
  {
    title: 'a reading that waits for the clock is dated when it is sent',
    file: 'telemetry/reading-composer.ts',
    find: 'else this.time = whole(utc - age);',
    replace: 'else this.time = whole(utc);',
    noticedBy: ['telemetry/reading-composer'],
  },
  {
    title: 'a delivery does not feed the watchdog',
    file: 'firmware/delivery-watchdog.ts',
    find: '        feed(watchdog);\n',
    replace: '',
    noticedBy: ['firmware/recovery'],
  },
  {
    title: 'an interval that a command sets is not obeyed',
    file: 'firmware/sensor-node.ts',
    find: '    this.#sensors.setInterval(sensor, interval);\n',
    replace: '',
    noticedBy: ['firmware/sensor-node'],
  },
  {
    title: 'a node with a duty cycle never sleeps',
    file: 'firmware/duty-cycle.ts',
    find: '    this.#options.modem.disconnect();\n',
    replace: '',
    noticedBy: ['firmware/duty-cycle'],
  },
  {
    title: 'a node with a duty cycle wakes once',
    file: 'firmware/duty-cycle.ts',
    find: '    this.#next.arm(this.#options.period);\n',
    replace: '',
    noticedBy: ['firmware/duty-cycle'],
  },
  {
    title: 'the node closes without publishing what waits',
    file: 'firmware/sensor-node.ts',
    find: 'const FLUSH = 10000;',
    replace: 'const FLUSH = 0;',
    noticedBy: ['firmware/sensor-node', 'firmware/outbox'],
  },
  {
    title: 'TLS is allowed without what is trusted',
    file: 'firmware/configuration.ts',
    find: 'if (broker.tls && network.tls === undefined)',
    replace: 'if (broker.tls && network === undefined)',
    noticedBy: ['firmware/configuration'],
  },
  {
    title: 'the error about a configuration tells the value, which may be a password',
    file: 'firmware/manifest-config.ts',
    find: "if (typeof value !== 'string') throw refused(name, 'must be a string');",
    replace: "if (typeof value !== 'string') throw refused(name, `must be a string, is ${String(value)}`);",
    noticedBy: ['ports/moddable/manifest-config'],
  },
];
