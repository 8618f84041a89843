/** Shortest and longest, in milliseconds; the seed picks between them. */
export type Range = readonly [shortest: number, longest: number];

/**
 * How long the module takes for what it does itself. The line's own time (87 µs a byte at 115200) is the UART's, and the
 * broker's is the uplink's. Defaults are those measured on an L610, and estimates where nothing was measured.
 */
export interface Timing {
  /** From a command line's terminator to its echo, or to the first thing the command does. Measured 1.4 ms. */
  readonly turnaround: Range;
  /** From the turnaround to the answer, by the command's name as `AT+CPIN?`, `AT+MQTTOPEN=`. */
  readonly response: Readonly<Record<string, Range>>;
  /** The same for commands that are not listed. */
  readonly otherResponse: Range;
  /** From the last information line to the final result. Eight to sixteen seconds were reported. */
  readonly finalResult: Range;
  /** From a prompted payload's last byte to the final result. */
  readonly afterData: Range;
  /** From power-on until commands are taken. */
  readonly boot: Range;
  /** From the start or from an insertion until the SIM card is read; together with the boot within 5 s. */
  readonly simReady: Range;
  /** From the start until `AT+CSQ` tells more than `0,0`. */
  readonly signal: Range;
  /** Searching, before the network answers. The guide knows of 7 minutes. */
  readonly registration: Range;
  /** From the dialling command until there is an address; what else the carrier is asked for takes as long. */
  readonly dial: Range;
  /** From the command until the data call is down. */
  readonly hangUp: Range;
  /** From the command until the clock is set. */
  readonly ntp: Range;
  /** From the command until a time server counts as silent. */
  readonly ntpFailure: Range;
  /** What the module adds to the uplink's own time for a connection. Measured 59 ms in all, most of it the network's. */
  readonly mqttOpen: Range;
  /** From the refusal until the module says so. Measured 1.4–4.6 s. */
  readonly mqttOpenFailure: Range;
  /** After which the module gives up an opening that gets no answer at all. */
  readonly mqttOpenLimit: Range;
  /** After which the module closes its side without the broker's. */
  readonly mqttCloseLimit: Range;
  /** From the final result of `AT+CFUN=15` to the reset. */
  readonly reset: Range;
}

export const l610Timing: Timing = {
  turnaround: [1.4, 1.4],
  response: {
    AT: [0, 0.1],
    'AT+CPIN?': [1.5, 1.7],
    'AT+CPIN=': [200, 500],
    'AT+CSQ': [1.6, 1.8],
    'AT+CSQ?': [1.6, 1.8],
    'AT+CREG?': [2, 3.8],
    'AT+CGREG?': [2, 3.8],
    'AT+CEREG?': [2, 3.8],
    'AT+COPS?': [3, 8],
    'AT+COPS=?': [8000, 20000],
    'AT+CFUN=': [400, 1500],
    'AT+MIPCALL=': [5.9, 6.3],
    'AT+MIPNTP=': [5, 10],
    'AT+MQTTOPEN=': [87, 200],
    'AT+MQTTUSER=': [0, 0.2],
  },
  otherResponse: [0.5, 4],
  finalResult: [0, 0],
  afterData: [1, 4],
  boot: [2000, 2800],
  simReady: [800, 1800],
  signal: [2000, 3500],
  registration: [1500, 6000],
  dial: [400, 1500],
  hangUp: [100, 400],
  ntp: [200, 900],
  ntpFailure: [10000, 15000],
  mqttOpen: [2, 8],
  mqttOpenFailure: [1400, 4600],
  mqttOpenLimit: [60000, 60000],
  mqttCloseLimit: [5000, 5000],
  reset: [100, 300],
};
