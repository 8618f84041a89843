/** `cellnode/platforms/tuya`: a node as a device of Tuya, by TuyaLink. */
import { utf8Bytes } from '../encodings/toolkit.js';
import { refuseUnknownOptions } from '../firmware/platform-toolkit.js';
import type { Platform } from '../firmware/platform.js';
import type { Digest } from '../ports/digest.js';
import type { Credentials } from '../telemetry/credentials.js';
import { checkText } from './parts/limits.js';
import { checkDigest, hmacHex, secondsOf } from './parts/signed.js';
import { ShapedPlatform, type PlatformShape } from './parts/shaped-platform.js';
import { PropertyEncoding } from './parts/property-encoding.js';

const SOURCE = 'docs/platforms/tuya.md';
const SHORTEST_KEEP_ALIVE = 30;

/** As which device a node comes: both are shown by the console. */
export interface TuyaOptions {
  readonly deviceId: string;
  /** 16 characters. */
  readonly deviceSecret: string;
  /** The host's. */
  readonly digest: Digest;
}

/**
 * Readings as reports of properties with their dates; properties that are set or desired, and actions, as commands. Throws
 * `invalid-argument`, by name and without the secret.
 */
export function tuya(options: TuyaOptions): Platform {
  refuseUnknownOptions(options, ['deviceId', 'deviceSecret', 'digest'], 'tuya.', SOURCE);
  checkText('deviceId', options.deviceId, 64, 1, '');
  checkText('deviceSecret', options.deviceSecret, 16, 16);
  checkDigest(options.digest);
  return {
    name: 'tuya',
    broker: { tls: true },
    open: (node) => new ShapedPlatform(shapeOf(options), node, (clock) => {
      const now = secondsOf(clock);
      return now === undefined ? undefined : tuyaCredentials(options, now);
    }),
  };
}

/** What signs in, with the time in seconds since 1970. */
export function tuyaCredentials({ deviceId, deviceSecret, digest }: TuyaOptions, seconds: number): Credentials {
  const rest = `timestamp=${seconds},secureMode=1,accessType=1`;
  return {
    clientId: `tuyalink_${deviceId}`,
    user: `${deviceId}|signMethod=hmacSha256,${rest}`,
    password: hmacHex(digest, 'SHA256', utf8Bytes(deviceSecret), `deviceId=${deviceId},${rest}`),
  };
}

/** The shape of its messages. */
function shapeOf({ deviceId }: TuyaOptions): PlatformShape {
  const base = `tylink/${deviceId}/thing/`;
  const report = `${base}property/report`;
  const action = `${base}action/execute`;
  const desired = `${base}property/desired/get`;
  return {
    limits: { name: 'Tuya', shortestKeepAlive: SHORTEST_KEEP_ALIVE, isTlsOnly: true, hasNoBatches: true },
    topics: {
      readings: report,
      backlog: report,
      alarms: report,
      status: report,
      health: report,
      command: action,
      response: `${action}_response`,
    },
    encoding: new PropertyEncoding('Tuya', {
      head: '{"msgId":"',
      afterNumber: '"',
      time: ',"time":',
      beforeValues: ',"data":{',
      opening: '{"value":',
      valueTime: ',"time":',
      closing: '}',
      tail: '}}',
      health: ['{"msgId":"1","data":{"health":{"value":', '}}}'],
    }),
    birth: { topic: desired, text: '{"msgId":"1","data":{"properties":<names>}}' },
    incoming: [
      {
        filter: `${base}property/set`,
        kind: 'set',
        path: ['data'],
        answer: { topic: '<topic>_response', text: '{"msgId":<id>,"time":<now>,"code":<code>}' },
      },
      {
        filter: action,
        kind: 'call',
        name: ['data', 'actionCode'],
        path: ['data', 'inputParams'],
        answer: {
          topic: '<topic>_response',
          text: '{"msgId":<id>,"time":<now>,"code":<code>,"data":{"actionCode":<name>,"outputParams":<data>}}',
        },
      },
      { filter: `${desired}_response`, kind: 'desired', path: ['data', 'properties'], isWrapped: true },
    ],
    report: { topic: report, text: '{"msgId":"1","time":<now>,"data":{<values>}}', isWrapped: true },
    id: 'msgId',
    codes: [0, 1001],
  };
}
