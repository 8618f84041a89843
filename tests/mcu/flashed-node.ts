import { fileURLToPath } from 'node:url';
import type { SerialClass } from '../../modules/ports/serial.js';
import type { Time } from '../../modules/ports/time.js';
import { Device } from '../xs/bench/device.js';
import { deviceProgram } from '../xs/bench/device-program.js';
import { engineFor } from './engine.js';

export interface FlashedNodeOptions {
  readonly time: Time;
  /** The class of the UART at which the module is. */
  readonly Serial: SerialClass;
  /** Replaces values of the manifest, as the mcconfig command line does. */
  readonly config: object;
  /** A line that the node traces. */
  onTrace(line: string): void;
  /** The core has stopped. */
  onEnd(error: unknown): void;
}

export interface FlashedNode {
  /** Takes the core's power away. */
  end(): Promise<void>;
}

/** The sensor node as it is flashed, dist/moddable/main.js, on the emulated core, in real time. */
export async function startFlashedNode({ time, Serial, config, onTrace, onEnd }: FlashedNodeOptions): Promise<FlashedNode> {
  process.env.XS_HOST = fileURLToPath(new URL('../../../tests/mcu/xshost-mcu', import.meta.url));
  // Where tools are missing this says which.
  await engineFor('rv32', 'unmetered');
  const teardowns: (() => unknown)[] = [];
  const owner = { teardown: (teardown: () => unknown) => void teardowns.push(teardown) };
  const device = await Device.start(owner, await deviceProgram(owner, 'node', config), time, Serial);
  let isRunning = true;
  const live = async (): Promise<void> => {
    while (isRunning) {
      if (!device.isDue) await new Promise<void>((resolve) => (device.onDue = resolve));
      if (isRunning) await device.turn();
      for (const line of device.reports.splice(0)) onTrace(line);
    }
  };
  live().catch(onEnd);
  return {
    async end() {
      isRunning = false;
      device.onDue();
      for (const teardown of teardowns.reverse()) await teardown();
    },
  };
}
