/** What the manifest's `config` section holds, or the mcconfig command line in its place. */
declare module 'mc/config' {
  const config: {
    readonly nodeId: string;
    /** Milliseconds between two readings. */
    readonly interval: number;
    readonly apn: string;
    readonly broker: string;
    readonly user?: string;
    readonly password?: string;
    /** UART of the ESP32, and its pins. */
    readonly port: number;
    readonly baud: number;
    readonly receive: number;
    readonly transmit: number;
  };
  export default config;
}

/** Moddable's log. */
declare function trace(...message: string[]): void;
