import { AliyunGate } from './aliyun-gate.js';
import { AwsGate } from './aws-gate.js';
import { AzureGate } from './azure-gate.js';
import type { GateName } from './gate-names.js';
import { BaiduGate } from './baidu-gate.js';
import { HomeAssistantGate } from './homeassistant-gate.js';
import { HuaweiGate } from './huawei-gate.js';
import { OneNetGate } from './onenet-gate.js';
import type { GateOptions, PlatformGate } from './platform-gate.js';
import { TencentGate } from './tencent-gate.js';
import type { ThingModel } from './thing-model.js';
import { ThingsBoardGate } from './thingsboard-gate.js';
import { TuyaGate } from './tuya-gate.js';

/** A platform's gate and the device that it knows, for a run. Its secrets are samples, and nobody's. */
export interface GateSample {
  /** What firmware is to know of the device, as one would copy it from the platform's console. */
  readonly device: Readonly<Record<string, string>>;
  /** The host's name; with one, the platform takes TLS alone. */
  readonly tlsHost?: string;
  /** Whether the client comes with a certificate of its own. */
  readonly hasClientCertificate?: boolean;
  make(options: GateOptions): PlatformGate;
}

const token = 'A1_TEST_TOKEN_OF_20C';
const azureDevice = { host: 'example.azure-devices.net', deviceId: 'roof-1', sharedAccessKey: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=' };
const aliyunDevice = { productKey: 'a1B2c3D4e5F', deviceName: 'roof-1', deviceSecret: 'Y877Bgo8X5owd3lcB5wWDjryNPoB' };
const tencentDevice = { productId: 'LD8S5J1L07', deviceName: 'roof-1', deviceSecret: 'acyv3QDJrRa0fW5UE58KnQ==' };
const oneNetDevice = { productId: 'Ck2AF9QD2K', deviceName: 'roof-1', accessKey: 'KuF3NT/jUBJ62LNBB/A8XZA9CqS3Cu79B/ABmfA1UCw=' };
const huaweiDevice = { deviceId: '6203cc94c7fb24029b110408_roof-1', secret: '0b5f6bd3a9e84c55' };
const baiduDevice = { iotCoreId: 'abcd123', deviceKey: 'roof-1', deviceSecret: 'ImSeCrEt0I1M2jkl' };
const tuyaDevice = { deviceId: '6c95875d0f5ba69607nzfl', deviceSecret: 'fb803786602df760' };
const model: ThingModel = {
  room_thermometer_temperature: 'double',
  room_hygrometer_humidity: 'double',
  interval: 'int',
  health: 'struct',
};

/** The gates by their names. */
export const gates = {
  thingsboard: { device: { token }, make: (options) => new ThingsBoardGate({ token }, options) },
  homeassistant: { device: {}, make: (options) => new HomeAssistantGate(options) },
  aws: {
    device: { thingName: 'roof-1', prefix: 'cellnode/roof-1' },
    tlsHost: 'example-ats.iot.eu-west-1.amazonaws.com',
    hasClientCertificate: true,
    make: (options) => new AwsGate({ thingName: 'roof-1', prefix: 'cellnode/roof-1', wantsCertificate: true }, options),
  },
  azure: { device: azureDevice, tlsHost: azureDevice.host, make: (options) => new AzureGate(azureDevice, options) },
  aliyun: { device: aliyunDevice, make: (options) => new AliyunGate({ ...aliyunDevice, model }, options) },
  tencent: { device: tencentDevice, make: (options) => new TencentGate({ ...tencentDevice, model }, options) },
  onenet: { device: oneNetDevice, make: (options) => new OneNetGate({ ...oneNetDevice, model }, options) },
  huawei: { device: huaweiDevice, make: (options) => new HuaweiGate({ ...huaweiDevice, serviceId: 'cellnode', model }, options) },
  baidu: { device: baiduDevice, make: (options) => new BaiduGate(baiduDevice, options) },
  tuya: { device: tuyaDevice, tlsHost: 'm1.tuyacn.com', make: (options) => new TuyaGate({ ...tuyaDevice, model }, options) },
} as const satisfies Readonly<Record<GateName, GateSample>>;
