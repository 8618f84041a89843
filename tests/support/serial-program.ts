/**
 * A terminal program: connects its standard input and output with the serial device named. A process of its own, because
 * serialport's binding works on the main thread only, and tests run in others.
 */
import { closePort, openPort } from '../../host-sim/serial/open-port.js';

const port = await openPort(process.argv[2]);
process.stderr.write('open\n');
port.pipe(process.stdout);
process.stdin.on('data', (bytes) => port.write(bytes));
process.stdin.on('end', () => void closePort(port).then(() => process.exit(0)));
