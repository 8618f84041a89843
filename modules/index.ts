/** cellnode: MQTT over a Fibocom cellular module, for any engine; a platform's ports come on top of it. */
export type { Anomaly } from './at/dialogue/anomaly.js';
export type { DialogueCounters } from './at/dialogue/dialogue-counters.js';
export { cellularError, RETRYABLE, type CellularError, type ErrorCode, type ErrorDetails } from './base/errors.js';
export type { Exchange, Request } from './at/dialogue/exchange.js';
export type { Pieces, Sliced } from './at/send/slices.js';
export type { Access, CallState, DataCall } from './cellular/dialect/data-call.js';
export type { Dialect, News, SlotRules, TimeService } from './cellular/dialect/dialect.js';
export type {
  Broker,
  BrokerWill,
  Fetching,
  LoginLimits,
  MessagePlaces,
  MqttDialect,
  OpeningRequest,
  OutgoingPublish,
  Publication,
  Pushing,
} from './cellular/dialect/mqtt.js';
export type { TlsProfile, TlsStore } from './cellular/dialect/tls-store.js';
export { json } from './encodings/json.js';
export { invalidArgument, JsonReader, refuseUnknownOptions, utf8Text, writeDecimal } from './firmware/platform-toolkit.js';
export { bytesOf, checkMethods, crc32 } from './firmware/store-toolkit.js';
export { checkCallback, checkNodeId, checkTime, topicFrom } from './firmware/identity-toolkit.js';
export { checkObject, checkSensors, healthSettings, ownSubscriptions, topicsFrom } from './firmware/settings-toolkit.js';
export type { TopicVariables } from './telemetry/topic-template.js';
export type { Platform, PlatformNode, PlatformParts } from './firmware/platform.js';
export * from './encodings/toolkit.js';
export { Modem, type ClosedCallback, type ModemOptions } from './modem/modem.js';
export type { ConnectOptions } from './modem/connect-options.js';
export type { FactName, FactValues, SimWord } from './modem/facts.js';
export type { Link, SlotListener } from './modem/link.js';
export type { ModemOptionsFor } from './modem/modem-options.js';
export type { PowerSavingOptions } from './modem/power-saving.js';
export type { Obstacle, RecoveryEvent, RungCounters, RungOutcome } from './modem/recovery/recovery-event.js';
export type { RungName } from './modem/recovery/rung-name.js';
export type { PowerSwitch, RecoveryOptions, RecoveryTools, ResetLine, Watchdog } from './modem/recovery/tools.js';
export type { Trouble } from './modem/recovery/troubles.js';
export type { RegistrationWord } from './modem/registration.js';
export type { StateName } from './modem/state-name.js';
export type { TlsOptions } from './modem/tls-options.js';
export type { ByteBuffer } from './base/byte-buffer.js';
export { MQTTClient, type MQTTClientOptions } from './mqtt/mqtt-client.js';
export type { MQTTClientOptionsFor } from './mqtt/client-options.js';
export type { OutputPin, OutputPinClass, OutputPinSpecifier } from './ports/pin.js';
export type { SerialClass, SerialOptions, SerialPort, SerialSpecifier } from './ports/serial.js';
export { WakingSerial, type WakingSerialOptions } from './ports/waking-serial.js';
export { ADDRESS_ASSIGNED } from './ports/network-interface.js';
export type { Clock } from './ports/clock.js';
export type { Digest, DigestAlgorithm } from './ports/digest.js';
export type { HostMemory } from './ports/host-memory.js';
export type { RealTimeClock } from './ports/real-time-clock.js';
export type { Alarm, Time } from './ports/time.js';
export type { HealthField, HealthOptions, HealthSettings } from './firmware/health/health-options.js';
export { SensorNode, type SensorNodeOptions, type Statistics } from './firmware/sensor-node.js';
export { PowerKey, type PowerKeyOptions } from './modem/pins/power-key.js';
export { ResetPin, type ResetPinOptions } from './modem/pins/reset-pin.js';
export type {
  BacklogConfiguration,
  BrokerConfiguration,
  DutyCycleConfiguration,
  BrokerSettings,
  NodeConfiguration,
  NodeSettings,
} from './firmware/configuration.js';
export { RamOutbox, type RamOutboxOptions } from './telemetry/ram-outbox.js';
export { flashRegion } from './telemetry/journal/flash-region.js';
export type { FullPolicy } from './telemetry/journal/full-policy.js';
export { JournalOutbox } from './telemetry/journal/journal-outbox.js';
export type { JournalOutboxOptions } from './telemetry/journal/journal-options.js';
export type { KeyValueDirectory, KeyValueSpecifier, KeyValueStorage } from './ports/key-value.js';
export type { Flash, FlashSpecifier, FlashStatus, FlashStorage } from './ports/flash.js';
export type {
  ControlMessage,
  MqttClient,
  MqttClientCallbacks,
  MqttClientClass,
  QoS,
  ReadableOptions,
  Subscription,
  Will,
  WriteOptions,
} from './ports/mqtt-client.js';
export { recordFor, TimeBase, type Outbox, type OutboxRecord } from './telemetry/outbox.js';
export type { AlarmOptions } from './telemetry/reading-path.js';
export type { Progress, ProgressListener } from './telemetry/progress.js';
export type { Sensor, SensorClass, SensorSpecifier } from './ports/sensor.js';
export { contentOf, type RecordBytes } from './telemetry/record.js';
export type { SensorError } from './telemetry/sensors/sensor-error.js';
export type {
  SensorClassOptions,
  SensorFunctionOptions,
  SensorOptions,
  SummaryOptions,
  SummaryValue,
} from './telemetry/sensors/sensor-options.js';
export type { NodeSensors } from './telemetry/sensors/sensors.js';
export type { SessionState } from './telemetry/session-state.js';
export type { RemoteCommand, Commands, CommandReply } from './telemetry/commands/command.js';
export type { JsonProblem } from './telemetry/commands/json-reader.js';
export type { CommandId } from './telemetry/commands/command-message.js';
export type { Answer, Answering, CommandSender } from './telemetry/commands/answer.js';
export type { Message, MessageSource } from './telemetry/message-source.js';
export type { StatusMessage } from './telemetry/status-message.js';
export { wholeNumber } from './telemetry/commands/values.js';
export type { Credentials, CredentialsSource } from './telemetry/credentials.js';
export type { OwnTopic, OwnTopicOptions, Priority } from './telemetry/own-topics.js';
export type { PublishCallback } from './telemetry/publish-fates.js';
export type { TopicSubscription } from './telemetry/topic-subscriptions.js';
export { topicsOf, type Topics, type TopicTemplates } from './telemetry/topics.js';
export type { RefusedMessage } from './telemetry/refused-message.js';
