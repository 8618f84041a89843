import { Command } from 'commander';
import { interruption } from '../interruption.js';
import { baudOption } from '../options/baud.js';
import { textFile } from '../options/text-file.js';
import { wholeNumber } from '../options/whole-number.js';
import { conflictInDoctor, type DoctorOptions } from './doctor-options.js';

/** `cellnode doctor` */
export const doctorCommand = new Command('doctor')
  .description('examine a real or simulated module step by step, and say in plain words what is wrong and what to try')
  .argument('<port>', 'its serial port: /dev/ttyUSB0, COM3, a PTY, a Unix socket, or tcp://host:port')
  .addOption(baudOption())
  .option('--apn <name>', 'access point; the network chooses otherwise')
  .option('--pin <digits>', 'entered once, where the SIM card asks for it')
  .option('--host <name>', 'MQTT broker to try')
  .option('--port <n>', "the broker's port; 1883, or 8883 with TLS", wholeNumber(1, 65_535))
  .option('--tls', 'connect to it with TLS', false)
  .option('--ca <file>', 'PEM root certificate to verify it with', textFile)
  .option('--user <name>', 'user at the broker')
  .option('--password-file <file>', "file that holds the user's password, and nothing else", textFile)
  .option('--id <name>', 'MQTT client identifier; a node with the same one would be disconnected', 'cellnode-doctor')
  .option('--limit <seconds>', 'that registration may take', wholeNumber(1, 3600), 180)
  .option('--trace', 'show the AT traffic on stderr, decoded and with secrets masked', false)
  .action(async (port: string, options: DoctorOptions, command: Command) => {
    const conflict = conflictInDoctor(options);
    if (conflict !== undefined) command.error(`error: ${conflict}`);
    try {
      const { doctor } = await import('./doctor.js');
      process.exitCode = await doctor(port, options, interruption());
    } catch (error) {
      command.error(`error: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
