const LIMIT = 65535;

/** The packet identifier that follows `id`; 0, which MQTT does not know, precedes the first. */
export function idAfter(id: number): number {
  return id < LIMIT ? id + 1 : 1;
}
