/** The simulated module and what it needs around it, for anybody's tests. */
export { CertificateAuthority, type Credential } from './broker/certificates.js';
export { type EmbeddedBroker, startEmbeddedBroker } from './broker/embedded-broker.js';
export { ModelBroker, type ModelBrokerOptions } from './broker/model-broker.js';
export { type Endpoints, MqttUplink } from './broker/mqtt-uplink.js';
export type * from './broker/uplink.js';
export type { ModuleEvent } from './module/module-event.js';
export type { ModuleLine } from './module/module-line.js';
export { type Profile, type ProfileOptions, profiles } from './module/profile.js';
export { SimulatedModule, type SimulatedModuleOptions } from './module/simulated-module.js';
export { RealTime } from './time/real-time.js';
export { VirtualTime } from './time/virtual-time.js';
export { type TrafficDirection, VirtualUart, type VirtualUartOptions } from './uart/virtual-uart.js';
export { AtTrace } from './trace/at-trace.js';
export { formatEntry, type FormatOptions } from './trace/format-entry.js';
export type { TraceEntry } from './trace/trace-entry.js';
