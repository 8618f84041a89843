/** `cellnode/settings`: settings that are changed from afar, and outlive a restart, for programs that import it. */
export { RemoteSettings, type RemoteSettingsOptions } from './settings/settings.js';
export type { SelectableEncodings } from './settings/adjusted-options.js';
