/** `cellnode/platforms/aliyun`: a node as a device of Alibaba Cloud's IoT Platform. */
import { utf8Bytes } from '../encodings/toolkit.js';
import { refuseUnknownOptions } from '../firmware/platform-toolkit.js';
import type { Platform } from '../firmware/platform.js';
import type { Digest } from '../ports/digest.js';
import type { Credentials } from '../telemetry/credentials.js';
import { checkText } from './parts/limits.js';
import { checkDigest, hmacHex } from './parts/signed.js';
import { ShapedPlatform, type PlatformShape } from './parts/shaped-platform.js';
import { PropertyEncoding } from './parts/property-encoding.js';

const SOURCE = 'docs/platforms/aliyun.md';
const SHORTEST_KEEP_ALIVE = 30;
/** What stands between the id and the parameters of each request. */
const NO_ACKNOWLEDGEMENT = '","version":"1.0","sys":{"ack":0},"params":';

/** As which device a node comes: the three that the console shows. */
export interface AliyunOptions {
  /** Of the product. */
  readonly productKey: string;
  /** Within the product: 4 to 32 letters, digits and `-_@.:`. */
  readonly deviceName: string;
  /** Of the device. */
  readonly deviceSecret: string;
  /** The host's. */
  readonly digest: Digest;
  /** Names of values whose type in the thing model is int: all other whole numbers are written as `21.0`, which float and double want. */
  readonly integers?: readonly string[];
}

/**
 * Readings as properties of the thing model with their dates, wanted properties and services as commands. Throws `invalid-argument`, by
 * name and without the secret.
 */
export function aliyun(options: AliyunOptions): Platform {
  refuseUnknownOptions(options, ['productKey', 'deviceName', 'deviceSecret', 'digest', 'integers'], 'aliyun.', SOURCE);
  checkText('productKey', options.productKey, 32, 1, '');
  checkText('deviceName', options.deviceName, 32, 2, '-_@.:');
  checkText('deviceSecret', options.deviceSecret, 64);
  checkDigest(options.digest);
  return {
    name: 'aliyun',
    broker: { clean: false },
    open: (node) => new ShapedPlatform(shapeOf(options), node, () => credentialsOf(options, node.settings.broker.tls)),
  };
}

/** What signs in. Without a timestamp no clock is needed. */
export function aliyunPassword({ digest, deviceSecret, deviceName, productKey }: AliyunOptions, id: string, timestamp = ''): string {
  const signed = `clientId${id}deviceName${deviceName}productKey${productKey}${timestamp === '' ? '' : `timestamp${timestamp}`}`;
  return hmacHex(digest, 'SHA256', utf8Bytes(deviceSecret), signed);
}

/** The shape of its messages. */
function shapeOf({ productKey, deviceName, integers = [] }: AliyunOptions): PlatformShape {
  const base = `/sys/${productKey}/${deviceName}/thing/`;
  const post = `${base}event/property/post`;
  const service = `${base}service/`;
  const desired = `${base}property/desired/get`;
  const tail = '},"method":"thing.event.property.post"}';
  const answer = { topic: '<topic>_reply', text: '{"id":<id>,"code":<code>,"data":<data>}' };
  return {
    limits: { name: 'Aliyun', shortestKeepAlive: SHORTEST_KEEP_ALIVE, hasNoBatches: true },
    topics: {
      readings: post,
      backlog: post,
      alarms: post,
      status: post,
      health: `/${productKey}/${deviceName}/user/health`,
      command: `${service}+`,
      response: `${service}+_reply`,
    },
    encoding: new PropertyEncoding('Aliyun', {
      head: '{"id":"',
      afterNumber: NO_ACKNOWLEDGEMENT,
      beforeValues: '{',
      opening: '{"value":',
      valueTime: ',"time":',
      closing: '}',
      tail,
      integers,
      booleansAsNumbers: true,
    }),
    birth: { topic: desired, text: `{"id":"1${NO_ACKNOWLEDGEMENT}<names>,"method":"thing.property.desired.get"}` },
    incoming: [
      { filter: `${service}property/set`, kind: 'set', path: ['params'], answer },
      { filter: `${service}+`, kind: 'call', path: ['params'], answer },
      { filter: `${desired}_reply`, kind: 'desired', path: ['data'], isWrapped: true },
    ],
    report: { topic: post, text: `{"id":"1${NO_ACKNOWLEDGEMENT}{<values>${tail}` },
    id: 'id',
    codes: [200, 400],
  };
}

function credentialsOf(options: AliyunOptions, isTls: boolean): Credentials {
  const { productKey, deviceName } = options;
  const id = `${productKey}.${deviceName}`;
  return {
    clientId: `${id}|securemode=${isTls ? 2 : 3},signmethod=hmacsha256|`,
    user: `${deviceName}&${productKey}`,
    password: aliyunPassword(options, id),
  };
}
