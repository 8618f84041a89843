/** `cellnode/platforms/tencent`: a node as a device of Tencent's IoT Explorer. */
import { refuseUnknownOptions } from '../firmware/platform-toolkit.js';
import type { Platform } from '../firmware/platform.js';
import type { Digest } from '../ports/digest.js';
import type { Credentials } from '../telemetry/credentials.js';
import { checkText } from './parts/limits.js';
import { checkDigest, hmacHex } from './parts/signed.js';
import { base64Bytes } from './parts/text-forms.js';
import { ShapedPlatform, type PlatformShape } from './parts/shaped-platform.js';
import { PropertyEncoding } from './parts/property-encoding.js';

const SOURCE = 'docs/platforms/tencent.md';
const SHORTEST_KEEP_ALIVE = 60;
/** As which application the vendor's documents have a device come. */
const APPLICATION = '12010126';
/** By which the platform tells connections in its logs: any text. */
const CONNECTION = 'cellnode';
/** It has to be ahead, and may be far: so no clock is needed. This is the year 2100. */
const EXPIRY = 4102444800;

/** As which device a node comes: the three that the console shows. */
export interface TencentOptions {
  /** Of the product: 10 letters and digits. */
  readonly productId: string;
  /** Within the product: 1 to 48 letters, digits and `:_-`. */
  readonly deviceName: string;
  /** The device's key, in Base64. */
  readonly deviceSecret: string;
  /** The host's. */
  readonly digest: Digest;
}

/**
 * Readings as reports of properties with their dates, control and actions as commands. Throws `invalid-argument`, by name and without the
 * secret.
 */
export function tencent(options: TencentOptions): Platform {
  refuseUnknownOptions(options, ['productId', 'deviceName', 'deviceSecret', 'digest'], 'tencent.', SOURCE);
  checkText('productId', options.productId, 10, 10, '');
  checkText('deviceName', options.deviceName, 48, 1, ':_-');
  base64Bytes('deviceSecret', options.deviceSecret);
  checkDigest(options.digest);
  return { name: 'tencent', broker: { clean: false }, open: (node) => new ShapedPlatform(shapeOf(options), node, () => tencentCredentials(options)) };
}

/** What signs in: `expiry` in seconds since 1970. */
export function tencentCredentials(options: TencentOptions, connection = CONNECTION, expiry = EXPIRY): Credentials {
  const { productId, deviceName, deviceSecret, digest } = options;
  const clientId = `${productId}${deviceName}`;
  const user = `${clientId};${APPLICATION};${connection};${expiry}`;
  return { clientId, user, password: `${hmacHex(digest, 'SHA256', base64Bytes('deviceSecret', deviceSecret), user)};hmacsha256` };
}

/** The shape of its messages. */
function shapeOf({ productId, deviceName }: TencentOptions): PlatformShape {
  const device = `${productId}/${deviceName}`;
  const up = `$thing/up/property/${device}`;
  const down = `$thing/down/property/${device}`;
  const control = { topic: up, text: '{"method":"control_reply","clientToken":<id>,"code":<code>,"status":<status>}' };
  return {
    limits: { name: 'Tencent', shortestKeepAlive: SHORTEST_KEEP_ALIVE, hasNoBatches: true },
    topics: {
      readings: up,
      backlog: up,
      alarms: up,
      status: up,
      health: up,
      command: `$thing/down/action/${device}`,
      response: `$thing/up/action/${device}`,
    },
    encoding: new PropertyEncoding('Tencent', {
      head: '{"method":"report","clientToken":"',
      afterNumber: '"',
      time: ',"timestamp":',
      beforeValues: ',"params":{',
      tail: '}}',
      health: ['{"method":"report","clientToken":"health","params":{"health":', '}}'],
      booleansAsNumbers: true,
    }),
    birth: { topic: up, text: '{"method":"get_status","clientToken":"status","type":"control"}' },
    incoming: [
      { filter: down, method: 'control', kind: 'set', path: ['params'], answer: control },
      { filter: down, method: 'get_status_reply', kind: 'desired', path: ['data', 'control'] },
      {
        filter: `$thing/down/action/${device}`,
        kind: 'call',
        name: ['actionId'],
        path: ['params'],
        answer: {
          topic: `$thing/up/action/${device}`,
          text: '{"method":"action_reply","clientToken":<id>,"code":<code>,"status":<status>,"response":<data>}',
        },
      },
    ],
    report: { topic: up, text: '{"method":"report","clientToken":"report","timestamp":<now>,"params":{<values>}}' },
    id: 'clientToken',
  };
}
