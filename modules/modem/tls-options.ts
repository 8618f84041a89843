import { commandName } from '../at/command-name.js';
import { validateArguments } from '../at/send/writer.js';
import { refuseUnknownOptions } from '../base/checks.js';
import { invalidArgument } from '../base/errors.js';
import { tlsFile, tlsVersion } from '../fibocom/tls.js';
import { problemWithPem } from './pem.js';
import { isPrintableAscii } from './printable-ascii.js';

/** TLS 1.2, the newest that the module knows. */
const DEFAULT_VERSION = 4;
const LENGTH = tlsFile.arguments[1];

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
  /** `GTSSLVER` (guide §4.2.1): 1 SSL 3.0, 2 TLS 1.0, 3 TLS 1.1, 4 TLS 1.2, 0 all of them, 6 all but SSL 3.0. Default 4. */
  readonly version?: number;
  /** Whether the broker's certificate is verified. Default true; false lets anybody on the way read and write. */
  readonly verify?: boolean;
}

export interface TlsFile {
  readonly type: 'TRUSTFILE' | 'CERTFILE' | 'KEYFILE';
  readonly text: string;
}

/** Checked {@link TlsOptions}. */
export interface TlsSettings {
  /** In the order in which they are loaded. */
  readonly files: readonly TlsFile[];
  readonly version: number;
  readonly isVerified: boolean;
}

/** Throws `invalid-argument` for anything that the module could only refuse, or would store and fail with at the handshake. */
export function tlsSettings(options: TlsOptions): TlsSettings {
  refuseUnknownOptions(options, ['trust', 'certificate', 'key', 'version', 'verify'], 'tls.', tlsFile.source);
  const { version = DEFAULT_VERSION, verify: isVerified = true } = options;
  validateArguments(tlsVersion, [version]);
  if (typeof isVerified !== 'boolean') throw refusal('tls.verify', 'must be true or false');
  const trust = typeof options.trust === 'string' ? [options.trust] : (options.trust ?? []);
  if (!Array.isArray(trust)) throw refusal('tls.trust', 'must be PEM text, or an array of them');
  if (isVerified && trust.length === 0) throw refusal('tls.trust', 'is required unless verify is false');
  if ((options.certificate === undefined) !== (options.key === undefined)) {
    throw refusal(options.key === undefined ? 'tls.key' : 'tls.certificate', 'is required with the other');
  }
  const files: TlsFile[] = [];
  for (let index = 0; index < trust.length; index += 1) {
    const text = checked(trust[index], 'CERTIFICATE', `tls.trust[${index}]`);
    // What is not asked for its opinion need not be in the module, which would keep it for a later firmware that verifies.
    if (isVerified) files.push({ type: 'TRUSTFILE', text });
  }
  if (options.certificate !== undefined) {
    files.push({ type: 'CERTFILE', text: checked(options.certificate, 'CERTIFICATE', 'tls.certificate') });
  }
  if (options.key !== undefined) files.push({ type: 'KEYFILE', text: checked(options.key, 'PRIVATE KEY', 'tls.key') });
  return { files, version, isVerified };
}

/** Whether both mean the same files. */
export function isSameFiles(files: readonly TlsFile[], others: readonly TlsFile[]): boolean {
  if (files.length !== others.length) return false;
  for (let index = 0; index < files.length; index += 1) {
    if (files[index].type !== others[index].type || files[index].text !== others[index].text) return false;
  }
  return true;
}

function checked(text: unknown, label: string, argument: string): string {
  if (typeof text !== 'string') throw refusal(argument, 'must be PEM text');
  const { length } = text;
  if (length < LENGTH.minimum || length > LENGTH.maximum) {
    throw refusal(argument, `must be ${LENGTH.minimum} to ${LENGTH.maximum} bytes long, is ${length}`);
  }
  if (!isPrintableAscii(text)) throw refusal(argument, 'must be printable ASCII');
  const problem = problemWithPem(text, label);
  if (problem !== undefined) throw refusal(argument, problem);
  return text;
}

function refusal(argument: string, bound: string): Error {
  return invalidArgument(argument, bound, tlsFile.source, commandName(tlsFile));
}
