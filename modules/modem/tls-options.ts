import { commandName } from '../at/command-name.js';
import { validateArguments } from '../at/send/writer.js';
import { refuseUnknownOptions } from '../base/checks.js';
import { invalidArgument } from '../base/errors.js';
import type { TlsProfile, TlsStore } from '../cellular/dialect/tls-store.js';
import { problemWithPem } from './pem.js';
import { isPrintableAscii } from './printable-ascii.js';

const SOURCE = 'docs/facts.md#tls-settings';

/** How the module's TLS is to be set up, once for each of its starts: nothing but a restart makes it forget a file. */
export interface TlsOptions {
  /**
   * PEM texts of the authorities that may have signed the broker's certificate, 4 to 8192 bytes each; needed to verify, and not
   * loaded otherwise. As in
   * all of them no character but printable ASCII and line ends, comments and tabs between the sections included.
   */
  readonly trust?: string | readonly string[];
  /** PEM text of the client certificate, 4 to 8192 bytes; goes with `key`. */
  readonly certificate?: string;
  /** PEM text of the client's private key, not encrypted, 4 to 8192 bytes; goes with `certificate`. */
  readonly key?: string;
  /** As the module numbers it (guide §4.2.1): 1 SSL 3.0, 2 TLS 1.0, 3 TLS 1.1, 4 TLS 1.2, 0 all of them, 6 all but SSL 3.0. Default 4. */
  readonly version?: number;
  /** Whether the broker's certificate is verified. Default true; false lets anybody on the way read and write. */
  readonly verify?: boolean;
}

export interface TlsFile {
  /** As the module calls it. */
  readonly type: string;
  readonly text: string;
}

/** Checked {@link TlsOptions}. */
export interface TlsSettings extends TlsProfile {
  /** In the order in which they are loaded. */
  readonly files: readonly TlsFile[];
  /** By which the host knows them again; empty as long as nobody has needed it. */
  fingerprint: string;
}

/** Throws `invalid-argument` for anything that the module could only refuse, or would store and fail with at the handshake. */
export function tlsSettings(options: TlsOptions, store: TlsStore | undefined): TlsSettings {
  if (store === undefined) throw invalidArgument('tls', 'must not be asked for: it is not known how this module is set up', SOURCE);
  const { fileTypes, file } = store;
  refuseUnknownOptions(options, ['trust', 'certificate', 'key', 'version', 'verify'], 'tls.', file.source);
  const { version = store.newestVersion, verify: isVerified = true } = options;
  checkVersion(version, store);
  if (typeof isVerified !== 'boolean') throw refused('tls.verify', 'must be true or false', store);
  const trust = typeof options.trust === 'string' ? [options.trust] : (options.trust ?? []);
  if (!Array.isArray(trust)) throw refused('tls.trust', 'must be PEM text, or an array of them', store);
  if (isVerified && trust.length === 0) throw refused('tls.trust', 'is required unless verify is false', store);
  if ((options.certificate === undefined) !== (options.key === undefined)) {
    throw refused(options.key === undefined ? 'tls.key' : 'tls.certificate', 'is required with the other', store);
  }
  const files: TlsFile[] = [];
  for (let index = 0; index < trust.length; index += 1) {
    const text = checked(trust[index], 'CERTIFICATE', `tls.trust[${index}]`, store);
    // What is not asked for its opinion need not be in the module, which would keep it for a later firmware that verifies.
    if (isVerified) files.push({ type: fileTypes.trust, text });
  }
  if (options.certificate !== undefined) {
    files.push({ type: fileTypes.certificate, text: checked(options.certificate, 'CERTIFICATE', 'tls.certificate', store) });
  }
  if (options.key !== undefined) files.push({ type: fileTypes.key, text: checked(options.key, 'PRIVATE KEY', 'tls.key', store) });
  return { files, fingerprint: '', version, isVerified };
}

/** Whether both mean the same files. */
export function isSameFiles(files: readonly TlsFile[], others: readonly TlsFile[]): boolean {
  if (files.length !== others.length) return false;
  for (let index = 0; index < files.length; index += 1) {
    if (files[index].type !== others[index].type || files[index].text !== others[index].text) return false;
  }
  return true;
}

function checkVersion(version: number, store: TlsStore): void {
  const commands = store.setting({ version, isVerified: true });
  for (let index = 0; index < commands.length; index += 1) validateArguments(commands[index].command, commands[index].values);
}

function checked(text: unknown, label: string, argument: string, store: TlsStore): string {
  if (typeof text !== 'string') throw refused(argument, 'must be PEM text', store);
  const { length } = text;
  const { shortestFile, longestFile } = store;
  if (length < shortestFile || length > longestFile) {
    throw refused(argument, `must be ${shortestFile} to ${longestFile} bytes long, is ${length}`, store);
  }
  if (!isPrintableAscii(text)) throw refused(argument, 'must be printable ASCII', store);
  const problem = problemWithPem(text, label);
  if (problem !== undefined) throw refused(argument, problem, store);
  return text;
}

function refused(argument: string, bound: string, { file }: TlsStore): Error {
  return invalidArgument(argument, bound, file.source, commandName(file));
}
