/** What is asked of a network interface: the ECMA-419 Network Interface Class Pattern (section 17). */
export interface NetworkInterface {
  /** Grows with the stages of the connection; from {@link ADDRESS_ASSIGNED} on, connections can be made. */
  readonly connection: number;
  /** A connection over it could not be made or was lost, though it has its address: it may look at itself. */
  connectionFailed?(error: Error): void;
  /** The far end has acknowledged something. */
  connectionWorked?(): void;
}

/** ECMA-419: the interface has its IP address. */
export const ADDRESS_ASSIGNED = 500;
