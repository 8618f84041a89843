import type { SerialOptions } from '../../../modules/ports/serial.js';
import { NodeSerial, type NodeSerialOptions } from '../../serial/node-serial.js';
import { openPort } from '../../serial/open-port.js';
import { RealTime } from '../../time/real-time.js';
import type { TrafficDirection } from '../../uart/virtual-uart.js';
import { formatFor } from '../colours.js';
import { tracePrinter } from '../print-trace.js';
import type { DoctorOptions } from './doctor-options.js';
import { Examination } from './examination.js';
import type { Finding } from './finding.js';
import { formatFinding } from './format-finding.js';

/**
 * Examines the module at `address` and prints what it finds, as it finds it. Gives the exit status: 1 when something is wrong.
 * Rejects when the port cannot be opened, or the driver refuses an option.
 */
export async function doctor(address: string, options: DoctorOptions, interrupted: Promise<void>): Promise<number> {
  const stream = await openPort(address, { baud: options.baud });
  const { baud, apn, pin, host, port, ca, user, passwordFile, id, limit } = options;
  const time = new RealTime();
  console.log(`${address}: waiting for the module, a minute at most`);
  const findings: Finding[] = [];
  await new Promise<void>((resolve) => {
    const examination = new Examination(
      {
        serial: { io: options.trace ? tracedSerial(time) : NodeSerial, stream, baud },
        time,
        apn,
        pin,
        registrationLimit: limit * 1000,
        trust: ca,
        broker: host === undefined ? undefined : { host, port, user, password: passwordFile?.replace(/\r?\n$/, ''), id },
      },
      (finding) => {
        findings.push(finding);
        console.log(formatFinding(finding, formatFor(process.stdout)));
      },
      resolve,
    );
    // Unplugged, it would be a module that does not answer, in the end.
    stream.once('close', () => examination.stop());
    void interrupted.then(() => examination.stop());
  });
  return summarise(findings);
}

function summarise(findings: readonly Finding[]): number {
  const wrong = findings.filter(({ verdict }) => verdict === 'wrong').map(({ check }) => check);
  const isComplete = findings.some(({ verdict, check }) => check === 'clock' && verdict !== 'skipped');
  if (wrong.length > 0) console.log(`\nSomething is wrong: ${wrong.join(', ')}.`);
  else console.log(isComplete ? '\nNothing is wrong.' : '\nNot finished.');
  return wrong.length > 0 || !isComplete ? 1 : 0;
}

/** The serial class, showing on stderr what passes. */
function tracedSerial(time: RealTime): typeof NodeSerial {
  const start = time.now();
  const print = tracePrinter((line) => console.error(line), formatFor(process.stderr), () => time.now() - start);
  const show = (direction: TrafficDirection, bytes: Uint8Array): void => print(direction, bytes.slice());
  return class extends NodeSerial {
    constructor(options: NodeSerialOptions & SerialOptions) {
      super(options);
      options.stream.on('data', (bytes: Buffer) => show('from-module', bytes));
    }

    override write(bytes: Uint8Array): void {
      super.write(bytes);
      show('to-module', bytes);
    }
  };
}
