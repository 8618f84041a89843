import { breakCause, refusalReason, tlsCause } from '../../modules/fibocom/causes.js';
import { signalPower, signalStrength } from '../../modules/cellular/signal.js';
import { CME, resultText } from '../module/line/result-codes.js';

/** 3GPP TS 27.007 §7.2. */
const REGISTRATION = ['not registered', 'home', 'searching', 'denied', 'unknown', 'roaming'];
const DATA_CALL = ['down', 'up', 'busy'];
const TLS_VERSION = ['all versions', 'SSL 3.0', 'TLS 1.0', 'TLS 1.1', 'TLS 1.2'];

/** What a number means in the field of a line, in words; `undefined` where it is a mere number. */
export function meaning(name: string, field: string, value: number): string | undefined {
  switch (`${name} ${field}`) {
    case '+CSQ rssi':
      return signal(value);
    case '+CREG status':
    case '+CGREG status':
    case '+CEREG status':
      return REGISTRATION[value];
    case '+MIPCALL state':
      return DATA_CALL[value];
    case '+GTSSLVER version':
      return TLS_VERSION[value];
    case '+GTSSLERR code':
      return tlsCause(value);
    case '+MQTTBREAK cause':
    case '+MQTTLOSE cause':
      return breakCause(value);
    case '+MQTTOPEN reason':
      return refusalReason(value);
    case '+MQTTOPEN status':
      return value > 1 ? refusalReason(value) : success(value);
    case '+MQTTSUB status':
    case '+MQTTUNSUB status':
    case '+MQTTPUB status':
    case '+MQTTCLOSE status':
    case '+MIPNTP status':
      return success(value);
    default:
      return undefined;
  }
}

/** The words for the number of `+CME ERROR: <number>`. */
export function errorMeaning(result: string): string | undefined {
  const number = /^\+CME ERROR: *(\d+)$/.exec(result)?.[1];
  const fault = Object.values(CME).find((code) => String(code) === number);
  return fault === undefined ? undefined : resultText(fault, 2).slice('+CME ERROR: '.length);
}

function success(status: number): string {
  return status === 1 ? 'success' : 'failure';
}

function signal(value: number): string {
  const power = signalPower(value);
  return power === undefined ? 'unknown' : `${power} dBm, ${signalStrength(value)}`;
}
