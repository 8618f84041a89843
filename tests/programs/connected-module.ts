import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { startEmbeddedBroker } from '../../host-sim/broker/embedded-broker.js';
import { MqttUplink } from '../../host-sim/broker/mqtt-uplink.js';
import type { ModuleEvent } from '../../host-sim/module/module-event.js';
import type { ProfileOptions } from '../../host-sim/module/profile.js';
import { SimulatedModule, type SimulatedModuleOptions } from '../../host-sim/module/simulated-module.js';
import { RealTime } from '../../host-sim/time/real-time.js';
import { attachEnds } from '../../host-sim/uart/ends/attach-ends.js';
import { openPty } from '../../host-sim/uart/ends/pty-end.js';
import { listenTcp, listenUnix } from '../../host-sim/uart/ends/socket-end.js';
import { VirtualUart } from '../../host-sim/uart/virtual-uart.js';
import { temporaryFolder } from './temporary-folder.js';

const BAUD = 115200;

export type ModuleOptions = Partial<Omit<SimulatedModuleOptions, 'line' | 'time' | 'uplink'>>;

/** A module that has found its network soon: the waits of a real one are in other tests. */
const SOON: ProfileOptions['timing'] = {
  boot: [100, 200],
  simReady: [100, 200],
  signal: [100, 200],
  registration: [200, 400],
  dial: [100, 200],
};

/** A simulated module in real time, on a pseudo-terminal that other programs take for a serial port, on a Unix socket and by TCP. */
export class ConnectedModule {
  readonly module: SimulatedModule;
  /** `/dev/pts/3` */
  readonly path: string;
  readonly socketPath: string;
  /** On 127.0.0.1. */
  readonly port: number;
  /** Where all its connections lead. */
  readonly brokerUrl: string;
  readonly #events: EventEmitter;

  private constructor(parts: Pick<ConnectedModule, 'module' | 'path' | 'socketPath' | 'port' | 'brokerUrl'>, events: EventEmitter) {
    this.module = parts.module;
    this.path = parts.path;
    this.socketPath = parts.socketPath;
    this.port = parts.port;
    this.brokerUrl = parts.brokerUrl;
    this.#events = events;
  }

  /** Registered. All is closed when the test ends, and what passed on the line is shown where it failed. */
  static async start(t: ExecutionContext, options: ModuleOptions = {}): Promise<ConnectedModule> {
    const time = new RealTime();
    const broker = await startEmbeddedBroker();
    const events = new EventEmitter().setMaxListeners(0);
    const traffic: string[] = [];
    const uart = new VirtualUart({ time });
    uart.onTraffic = (direction, bytes) => traffic.push(`${direction} ${JSON.stringify(Buffer.from(bytes).toString('latin1'))}`);
    const socketPath = join(await temporaryFolder(t), 'module');
    const ends = [await openPty(), await listenUnix(socketPath), await listenTcp(0)];
    const detach = attachEnds(uart, BAUD, ends);
    const module = new SimulatedModule({
      ...options,
      profile: { ...options.profile, timing: { ...SOON, ...options.profile?.timing } },
      time,
      uplink: new MqttUplink({ brokerUrl: broker.brokerUrl }),
      line: uart.module,
      onEvent: (event) => events.emit('event', event),
    });
    t.teardown(async () => {
      module.powerOff();
      detach();
      await Promise.all(ends.map((end) => end.close()));
      await broker.close();
      if (!t.passed) t.log(traffic.join('\n'));
    });
    const path = ends[0].name.replace('pty ', '');
    const port = Number(ends[2].name.split(':')[1]);
    const connected = new ConnectedModule({ module, path, socketPath, port, brokerUrl: broker.brokerUrl }, events);
    module.powerOn();
    await connected.event((event) => event.type === 'registration' && event.status === 1);
    return connected;
  }

  /** Resolves with the next event that `isMeant`. */
  async event(isMeant: (event: ModuleEvent) => boolean): Promise<ModuleEvent> {
    for (;;) {
      const [event] = (await once(this.#events, 'event')) as [ModuleEvent];
      if (isMeant(event)) return event;
    }
  }
}
