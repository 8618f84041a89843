import { AliyunGate } from './aliyun-gate.js';
import { AwsGate } from './aws-gate.js';
import { AzureGate } from './azure-gate.js';
import type { GateName } from './gate-names.js';
import { HomeAssistantGate } from './homeassistant-gate.js';
import type { GateOptions, PlatformGate } from './platform-gate.js';
import { ThingsBoardGate } from './thingsboard-gate.js';

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
const model = { room_thermometer_temperature: 'double', room_hygrometer_humidity: 'double', interval: 'int' } as const;

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
} as const satisfies Readonly<Record<GateName, GateSample>>;
