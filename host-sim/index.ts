/** The simulated module and what it needs around it, for anybody's tests. */
export { CertificateAuthority, type Credential, type Validity } from './broker/certificates.js';
export {
  type EmbeddedBroker,
  type EmbeddedBrokerOptions,
  type EmbeddedTlsOptions,
  type Gatekeeper,
  type Login,
  startEmbeddedBroker,
} from './broker/embedded-broker.js';
export type { BrokerCounters } from './broker/model/broker-counters.js';
export type { Grant } from './broker/model/connection.js';
export { ModelBroker, type ModelBrokerOptions } from './broker/model-broker.js';
export { type Endpoints, MqttUplink } from './broker/mqtt-uplink.js';
export type * from './broker/uplink.js';
export { faults } from './faults/fault-catalogue.js';
export { FaultError, type FaultErrorCode } from './faults/fault-error.js';
export type { FaultInjector, FaultNews } from './faults/fault-injector.js';
export { badYear, type FaultRate } from './faults/fault-mix.js';
export type {
  ChoiceOption,
  FaultOptions,
  FaultValues,
  NumberOption,
  OptionSpecification,
  TextOption,
} from './faults/fault-options.js';
export { type FaultPlan, FaultSchedule, parseFault } from './faults/fault-schedule.js';
export type { FaultSite } from './faults/fault-site.js';
export type { Fault, FaultLayer, FaultSpan } from './faults/fault.js';
export type { CommandRule, FaultyCommands, SpeechRule } from './faults/faulty-commands.js';
export type { ByteFilter, Cutter, FaultyLine, LineDirection } from './faults/faulty-line.js';
export { createFaultyModule, type FaultyModule, type FaultyModuleOptions } from './faults/faulty-module.js';
export type { Override } from './faults/override.js';
export { parseScenario } from './faults/scenario-file.js';
export type { FaultMoment, ScheduledFault } from './faults/scheduled-fault.js';
export type { Conditions, RefusalRule } from './faults/uplink/conditions.js';
export type { FaultyUplink } from './faults/uplink/faulty-uplink.js';
export { fileFlash, type FileFlashOptions } from './flash/file-flash.js';
export { FlashPower, type FlashOperation, type Interruption, PowerFailure } from './flash/flash-power.js';
export * as interruptions from './flash/interruptions.js';
export { NorFlash, type NorFlashOptions } from './flash/nor-flash.js';
export { fileStorage, type FileStorageOptions } from './storage/file-storage.js';
export { type Replacing, SimulatedStorage, type SimulatedStorageOptions } from './storage/simulated-storage.js';
export type { Broadcast } from './module/broadcast.js';
export type { DataCallLoss } from './module/cellular/data-call.js';
export type { CellularNetwork, NetworkOptions } from './module/cellular/network.js';
export type { SimCard, SimCardOptions } from './module/cellular/sim-card.js';
export type { CommandHook, Obstacle, Spoken, SpokenKind } from './module/line/command-hook.js';
export type { CmeError, CmsError, CommandFailure as ResultFault, MessageFault } from './module/line/result-codes.js';
export type { ModuleEvent, ModuleEventHandler } from './module/module-event.js';
export type { ModuleLine } from './module/module-line.js';
export type { BreakCause } from './module/mqtt/mqtt-slot.js';
export { type Profile, type ProfileOptions, profiles } from './module/profile.js';
export type { Subscription } from './module/handset/card-files/card-contents.js';
export type { CardFiles } from './module/handset/card-files/card-files.js';
export type { ElementaryFile } from './module/handset/card-files/elementary-file.js';
export {
  type DataCallControl,
  SimulatedModule,
  type SimulatedModuleOptions,
  type SlotsControl,
} from './module/simulated-module.js';
export type { MessageCentre, ShortMessage } from './module/handset/messages/message-centre.js';
export type { CellBroadcast } from './module/handset/messages/tpdu.js';
export type { MessageStatus, MessageStore, StoredMessage } from './module/handset/messages/message-store.js';
export type { DataCallState, PowerState, RegistrationStatus, SimState, SlotState } from './module/state.js';
export type { Range, Timing } from './module/timing.js';
export { type ClockForm, guideVoice, seededVoice, type Voice } from './module/voice.js';
export { NativePackageError } from './native-package.js';
export { NodeSerial, type NodeSerialOptions } from './serial/node-serial.js';
export { closePort, openPort, type PortOptions } from './serial/open-port.js';
export { RealTime } from './time/real-time.js';
export { ScaledTime } from './time/scaled-time.js';
export { VirtualTime } from './time/virtual-time.js';
export { attachEnds } from './uart/ends/attach-ends.js';
export type { LineEnd } from './uart/ends/line-end.js';
export { openPty } from './uart/ends/pty-end.js';
export { withoutRate } from './uart/ends/without-rate.js';
export { listenTcp, listenUnix } from './uart/ends/socket-end.js';
export type { ModuleEnd } from './uart/module-end.js';
export { type TrafficDirection, VirtualUart, type VirtualUartOptions } from './uart/virtual-uart.js';
export { AtTrace } from './trace/at-trace.js';
export { formatEntry, type FormatOptions } from './trace/format-entry.js';
export type { EntryKind, TraceEntry } from './trace/trace-entry.js';
export { SimulatedSensor, type ClimateSample, type SimulatedSensorOptions } from './sensors/simulated-sensor.js';
