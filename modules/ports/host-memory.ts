/** Where a short text is kept beyond a restart of the host, as in `Preference` of Moddable, which is flash on an ESP32. */
export interface HostMemory {
  /** What was written last. What is no text, as where nothing was written, counts as nothing. */
  read(): unknown;
  /** Keeps a text of ASCII in the place of the last one. */
  write(text: string): void;
}
