/** `cellnode/platforms/huawei`: a node as a device of Huawei Cloud's IoTDA. */
import { utf8Bytes, utf8Write, type Reading } from '../encodings/toolkit.js';
import { refuseUnknownOptions } from '../firmware/platform-toolkit.js';
import type { Platform } from '../firmware/platform.js';
import type { Clock } from '../ports/clock.js';
import type { Digest } from '../ports/digest.js';
import type { Credentials } from '../telemetry/credentials.js';
import { utcHour, writeUtc } from './parts/calendar.js';
import { FlatEncoding } from './parts/flat-encoding.js';
import { checkText } from './parts/limits.js';
import { ShapedPlatform, type PlatformShape } from './parts/shaped-platform.js';
import { checkDigest, hmacHex } from './parts/signed.js';

const SOURCE = 'docs/platforms/huawei.md';
const SHORTEST_KEEP_ALIVE = 30;
/** The hour of a node without a clock: it is part of what is signed, and looked at only where that is asked for. */
const ANY_HOUR = '2000010100';

/** As which device a node comes. */
export interface HuaweiOptions {
  /** 1 to 128 letters, digits and `_-`: the product's and the node's identifier, as the console shows them in one. */
  readonly deviceId: string;
  /** The device's secret. */
  readonly secret: string;
  /** The host's. */
  readonly digest: Digest;
  /** The service of the product model whose properties the values are: `cellnode` by default. */
  readonly serviceId?: string;
  /** Whether the platform is to compare the time that is signed: the node waits for its clock, then. False by default. */
  readonly checksTime?: boolean;
}

/**
 * Readings as properties of one service with their dates; properties that are set, those of the shadow, and commands as commands. Throws
 * `invalid-argument`, by name and without the secret.
 */
export function huawei(options: HuaweiOptions): Platform {
  refuseUnknownOptions(options, ['deviceId', 'secret', 'digest', 'serviceId', 'checksTime'], 'huawei.', SOURCE);
  checkText('deviceId', options.deviceId, 128, 1, '_-');
  checkText('secret', options.secret, 64);
  if (options.serviceId !== undefined) checkText('serviceId', options.serviceId, 64, 1, '_-$');
  checkDigest(options.digest);
  return {
    name: 'huawei',
    broker: { clean: true },
    open: (node) => new ShapedPlatform(shapeOf(options), node, (clock) => credentialsOf(options, clock)),
  };
}

/** What signs in: `hour` is UTC as `2026013123`, and compared by the platform where that is asked for. */
export function huaweiCredentials({ deviceId, secret, digest, checksTime = false }: HuaweiOptions, hour: string): Credentials {
  return {
    clientId: `${deviceId}_0_${checksTime ? 1 : 0}_${hour}`,
    user: deviceId,
    // The hour is the key, and the secret is what is signed.
    password: hmacHex(digest, 'SHA256', utf8Bytes(hour), secret),
  };
}

function credentialsOf(options: HuaweiOptions, { now }: Clock): Credentials | undefined {
  const utc = now();
  if (utc === undefined && options.checksTime === true) return undefined;
  return huaweiCredentials(options, utc === undefined ? ANY_HOUR : utcHour(utc));
}

/** The shape of its messages. */
function shapeOf({ deviceId, serviceId = 'cellnode' }: HuaweiOptions): PlatformShape {
  const base = `$oc/devices/${deviceId}/sys/`;
  const report = `${base}properties/report`;
  const service = `{"services":[{"service_id":"${serviceId}","properties":{`;
  return {
    limits: { name: 'Huawei', shortestKeepAlive: SHORTEST_KEEP_ALIVE, hasNoBatches: true },
    topics: {
      readings: report,
      backlog: report,
      alarms: report,
      status: report,
      health: `${base}messages/up`,
      command: `${base}commands/#`,
      response: `${base}commands/response/`,
    },
    encoding: new HuaweiEncoding(service),
    birth: { topic: `${base}shadow/get/request_id=shadow`, text: `{"service_id":"${serviceId}"}` },
    incoming: [
      {
        filter: `${base}properties/set/#`,
        kind: 'set',
        path: ['services', 'properties'],
        answer: { topic: `${base}properties/set/response/<last>`, text: '{"result_code":<code>,"result_desc":<status>}' },
      },
      {
        filter: `${base}commands/#`,
        kind: 'call',
        name: ['command_name'],
        path: ['paras'],
        answer: { topic: `${base}commands/response/<last>`, text: '{"result_code":<code>,"response_name":<name>,"paras":<data>}' },
      },
      { filter: `${base}shadow/get/response/#`, kind: 'desired', path: ['shadow', 'desired', 'properties'] },
    ],
    report: { topic: report, text: `${service}<values>}}]}` },
  };
}

/** Values as properties of one service, behind which the date stands: `"event_time":"20260131T235959Z"`. */
class HuaweiEncoding extends FlatEncoding {
  readonly name = 'Huawei';
  readonly #service: string;

  constructor(service: string) {
    super({ room: 512 });
    this.#service = service;
  }

  protected writeHead(_reading: Reading, target: Uint8Array, offset: number): number {
    return utf8Write(this.#service, target, offset);
  }

  protected writeTail({ time }: Reading, target: Uint8Array, offset: number): number {
    if (time === undefined) return utf8Write('}}]}', target, offset);
    return utf8Write('"}]}', target, writeUtc(time, target, utf8Write('},"event_time":"', target, offset)));
  }
}
