/** What of serialport-gsm the benchmark uses; the package has no types of its own. */
declare module 'serialport-gsm/lib/functions/modem.js' {
  import type { EventEmitter } from 'node:events';

  interface Job {
    /** Gets each line while the command is under way; what it gives back ends the command. */
    logic(line: string): { readonly resultData: boolean; readonly returnResult: true } | undefined;
  }

  interface Modem {
    readonly queue: readonly Job[];
    readonly port: EventEmitter;
    open(path: string, options: object, onOpen: () => void): void;
    addListener(listener: { match(line: string): boolean; process(line: string): void }): void;
    executeCommand(
      command: string,
      onResult: (result: boolean) => void,
      isUrgent: boolean,
      timeout: number | undefined,
      messageId: undefined,
      message: undefined,
      recipient: undefined,
      isUnderWayWithoutEcho: boolean,
    ): Job;
  }

  const Modem: new (SerialPort: new () => EventEmitter) => Modem;
  export default Modem;
}
