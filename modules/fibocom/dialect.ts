import type { Urc } from '../at/command.js';
import type { FieldReader } from '../at/line/field-reader.js';
import { functionality } from '../cellular/device.js';
import type { Dialect, News, TimeService } from '../cellular/dialect/dialect.js';
import { cmeCause } from '../cellular/result-cause.js';
import { simIdentity, sleepMode } from './device.js';
import { dataCall } from './dialect/data-call.js';
import { mqtt } from './dialect/mqtt.js';
import { slots } from './dialect/slots.js';
import { tls } from './dialect/tls.js';
import { synchroniseTime } from './network.js';
import { names } from './table.js';
import * as urcs from './urcs.js';

/** `AT+CFUN` (docs/facts.md#reset). */
const RESET = 15;
/** A synchronisation is under way already (docs/facts.md#time-servers). */
const CME_RUNNING = 320;

const timeService: TimeService = {
  synchronising: (host, port) => ({ command: synchroniseTime, values: [host, port] }),
  isRunning: (error) => cmeCause(error) === CME_RUNNING,
};

/** Fibocom's MC66x, MG66x and L610. */
export const fibocom: Dialect = {
  names,
  newsIn,
  simIdentity,
  restart: { command: functionality, values: [RESET] },
  sleeping: (mode) => ({ command: sleepMode, values: [mode] }),
  dataCall,
  timeService,
  tls,
  slots,
  mqtt,
};

function newsIn(urc: Urc, fields: FieldReader): News | undefined {
  switch (urc) {
    case urcs.atReady:
      return 'restarted';
    case urcs.simDropped:
      return 'simRemoved';
    case urcs.simReady:
      return 'simReturned';
    case urcs.simChanged:
      return cardNews(fields.text('state').toLowerCase());
    case urcs.dataCallChanged:
      return 'dataCall';
    default:
      return undefined;
  }
}

function cardNews(state: string): News | undefined {
  if (state === 'removed') return 'simRemoved';
  return state === 'inserted' ? 'simReturned' : undefined;
}
