/** `cellnode/platforms/onenet`: a node as a device of China Mobile's OneNET Studio. */
import { refuseUnknownOptions } from '../firmware/platform-toolkit.js';
import type { Platform } from '../firmware/platform.js';
import type { Digest } from '../ports/digest.js';
import type { Credentials } from '../telemetry/credentials.js';
import { checkText } from './parts/limits.js';
import { checkDigest, hmacBase64 } from './parts/signed.js';
import { base64Bytes, percent } from './parts/text-forms.js';
import { ShapedPlatform, type PlatformShape } from './parts/shaped-platform.js';
import { PropertyEncoding } from './parts/property-encoding.js';

const SOURCE = 'docs/platforms/onenet.md';
const SHORTEST_KEEP_ALIVE = 10;
const VERSION = '2018-10-31';
/** It has to be ahead, and may be far: so no clock is needed. This is the year 2100. */
const EXPIRY = 4102444800;

/** As which device a node comes: the three that the console shows. */
export interface OneNetOptions {
  /** Of the product: letters and digits. */
  readonly productId: string;
  /** Within the product: 1 to 64 letters, digits and `_-`. */
  readonly deviceName: string;
  /** The device's key, in Base64. */
  readonly accessKey: string;
  /** The host's. */
  readonly digest: Digest;
}

/**
 * Readings as properties of the thing model with their dates; properties that are set or desired, and services, as commands. Throws
 * `invalid-argument`, by name and without the key.
 */
export function oneNet(options: OneNetOptions): Platform {
  refuseUnknownOptions(options, ['productId', 'deviceName', 'accessKey', 'digest'], 'oneNet.', SOURCE);
  checkText('productId', options.productId, 32, 1, '');
  checkText('deviceName', options.deviceName, 64, 1, '_-');
  base64Bytes('accessKey', options.accessKey);
  checkDigest(options.digest);
  return { name: 'oneNet', broker: { clean: true }, open: (node) => new ShapedPlatform(shapeOf(options), node, () => oneNetCredentials(options)) };
}

/** What signs in: `expiry` in seconds since 1970. */
export function oneNetCredentials(options: OneNetOptions, method: 'md5' | 'sha1' | 'sha256' = 'sha1', expiry = EXPIRY): Credentials {
  const { productId, deviceName, accessKey, digest } = options;
  const resource = `products/${productId}/devices/${deviceName}`;
  const algorithm = method === 'md5' ? 'MD5' : method === 'sha1' ? 'SHA1' : 'SHA256';
  const signature = hmacBase64(digest, algorithm, base64Bytes('accessKey', accessKey), `${expiry}\n${method}\n${resource}\n${VERSION}`);
  const password = `version=${VERSION}&res=${percent(resource)}&et=${expiry}&method=${method}&sign=${percent(signature)}`;
  return { clientId: deviceName, user: productId, password };
}

/** The shape of its messages. */
function shapeOf({ productId, deviceName }: OneNetOptions): PlatformShape {
  const base = `$sys/${productId}/${deviceName}/thing/`;
  const post = `${base}property/post`;
  const desired = `${base}property/desired/get`;
  return {
    limits: { name: 'OneNET', shortestKeepAlive: SHORTEST_KEEP_ALIVE, isCleanOnly: true, hasNoBatches: true },
    topics: {
      readings: post,
      backlog: post,
      alarms: post,
      status: post,
      health: post,
      command: `${base}service/+/invoke`,
      response: `${base}service/+/invoke_reply`,
    },
    encoding: new PropertyEncoding('OneNET', {
      head: '{"id":"',
      afterNumber: '","version":"1.0"',
      beforeValues: ',"params":{',
      opening: '{"value":',
      valueTime: ',"time":',
      closing: '}',
      tail: '}}',
      health: ['{"id":"1","version":"1.0","params":{"health":{"value":', '}}}'],
    }),
    birth: { topic: desired, text: '{"id":"1","version":"1.0","params":<names>}' },
    incoming: [
      {
        filter: `${base}property/set`,
        kind: 'set',
        path: ['params'],
        answer: { topic: '<topic>_reply', text: '{"id":<id>,"code":<code>,"msg":<status>}' },
      },
      {
        filter: `${base}service/+/invoke`,
        kind: 'call',
        path: ['params'],
        answer: { topic: '<topic>_reply', text: '{"id":<id>,"code":<code>,"msg":<status>,"data":<data>}' },
      },
      { filter: `${desired}/reply`, kind: 'desired', path: ['data'], isWrapped: true },
    ],
    report: { topic: post, text: '{"id":"1","version":"1.0","params":{<values>}}', isWrapped: true },
    id: 'id',
    codes: [200, 400],
  };
}
