/**
 * cellnode for Moddable: everything, with the ports of Moddable's timers and configuration. The serial port is a module of its
 * own, `cellnode/serial`, which the manifest chooses for the host.
 */
export * from './index.js';
export { restartHost } from './ports/moddable/restart-host.js';
export { SystemClock } from './ports/moddable/system-clock.js';
export { ModdableTime } from './ports/moddable/time.js';
export { ModulePins } from './firmware/module-pins.js';
export { ModuleSensor, type ModuleSample, type ModuleSensorOptions } from './firmware/module-sensor.js';
export { manifestSettings, type ManifestConfig, type ManifestSettings } from './firmware/manifest-config.js';
