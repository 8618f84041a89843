/** `cellnode/platforms/baidu`: a node as a device of Baidu's IoT Core. */
import { refuseUnknownOptions } from '../firmware/platform-toolkit.js';
import type { Platform } from '../firmware/platform.js';
import type { Digest } from '../ports/digest.js';
import type { Credentials } from '../telemetry/credentials.js';
import { checkText } from './parts/limits.js';
import { ShapedPlatform, type PlatformShape } from './parts/shaped-platform.js';
import { checkDigest, hashHex } from './parts/signed.js';

const SOURCE = 'docs/platforms/baidu.md';
const SHORTEST_KEEP_ALIVE = 30;

/** As which device a node comes: the three that the console shows. */
export interface BaiduOptions {
  /** The instance's: the first part of `broker.host`. */
  readonly iotCoreId: string;
  /** The device's name within the instance, also the client identifier: letters, digits and `_-`. */
  readonly deviceKey: string;
  /** Of the device. */
  readonly deviceSecret: string;
  /** The host's. */
  readonly digest: Digest;
}

/**
 * Readings, health and answers on the topic of the default template that goes up, commands by the one that goes down. Throws
 * `invalid-argument`, by name and without the secret.
 */
export function baidu(options: BaiduOptions): Platform {
  refuseUnknownOptions(options, ['iotCoreId', 'deviceKey', 'deviceSecret', 'digest'], 'baidu.', SOURCE);
  checkText('iotCoreId', options.iotCoreId, 32, 1, '');
  checkText('deviceKey', options.deviceKey, 40, 1, '_-');
  checkText('deviceSecret', options.deviceSecret, 64);
  checkDigest(options.digest);
  return { name: 'baidu', broker: { clean: false }, open: (node) => new ShapedPlatform(shapeOf(options), node, () => baiduCredentials(options)) };
}

/** What signs in. Without a time, which the platform compares, no clock is needed. */
export function baiduCredentials({ iotCoreId, deviceKey, deviceSecret, digest }: BaiduOptions, algorithm: 'MD5' | 'SHA256' = 'SHA256'): Credentials {
  return {
    clientId: deviceKey,
    user: `thingidp@${iotCoreId}|${deviceKey}|${algorithm}`,
    password: hashHex(digest, algorithm, `${deviceKey}&0&${algorithm}${deviceSecret}`),
  };
}

/** The shape of its messages: readings and answers are those of a plain broker. */
function shapeOf({ deviceKey }: BaiduOptions): PlatformShape {
  const events = `$iot/${deviceKey}/events`;
  const messages = `$iot/${deviceKey}/msg`;
  return {
    limits: { name: 'Baidu', shortestKeepAlive: SHORTEST_KEEP_ALIVE },
    topics: { readings: events, backlog: events, alarms: events, status: events, health: events, command: messages, response: events },
    // Retained messages are by invitation only, and a status that is not retained tells nobody who comes later.
    birth: { topic: events, text: '{"online":true}' },
    incoming: [{ filter: messages, kind: 'obey', path: [], answer: { topic: events, text: '<data>' } }],
  };
}
