import { AsciiText } from '../base/ascii-text.js';
import { type CellularError, cellularError, RETRYABLE } from '../base/errors.js';
import { tlsFile, tlsVerification, tlsVerificationQuery, tlsVersion, tlsVersionQuery } from '../fibocom/tls.js';
import type { Boot } from './boot.js';
import { restartByCommand } from './recovery/climbs/resetting-by-command.js';
import type { Step } from './step.js';
import { tlsFingerprint } from './tls-fingerprint.js';
import { isSameFiles, type TlsFile, type TlsSettings } from './tls-options.js';

/** What a module says after power-up (docs/facts.md#tls-settings); never a sign of having been set up. */
const POWER_UP_VERSIONS: readonly number[] = [0, 2];
const VERIFY = 1;

/**
 * Loads the TLS files and settings exactly once for each start of the module: uploads append, and only a restart makes it forget.
 * Verification is switched on first and the version is set last, so a module that is not as after power-up holds files, or some
 * of them. Whose, this host knows where it has loaded them itself, or where its memory says that they were the same; otherwise,
 * and where they are others than are wanted, the module is restarted first. What it means to the broker to be trusted, and to
 * nobody else, depends on it.
 *
 * What came of it is in `boot`; a failure is tried again later, from the file that failed on.
 */
export function provisionTls(step: Step, tls: TlsSettings, onEnd: () => void): void {
  const { boot } = step;
  const end = (error: CellularError | undefined): void => {
    boot.appliedTls = error === undefined ? tls : undefined;
    boot.tlsError = error === undefined ? undefined : tlsFailure(error);
    boot.putOffTls(step.now());
    onEnd();
  };
  if (boot.files !== undefined) return resume(step, tls, boot.files, end);
  querySettings(step, (version, mode, error) => {
    if (error !== undefined) return end(error);
    const isFresh = mode === 0 && POWER_UP_VERSIONS.indexOf(version) >= 0;
    if (isFresh) step.isTlsKept = false;
    else if (!isRecalled(step, tls)) return forget(step, end);
    boot.files = tls.files;
    boot.isTlsBegun = !isFresh;
    if (!isFresh) boot.loaded = tls.files.length;
    if (isFresh || version !== tls.version || mode !== modeOf(tls)) loadFiles(step, tls, end);
    else end(undefined);
  });
}

function resume(step: Step, tls: TlsSettings, files: readonly TlsFile[], end: (error: CellularError | undefined) => void): void {
  const { appliedTls } = step.boot;
  if (!isSameFiles(files, tls.files)) return forget(step, end);
  const isApplied = appliedTls?.version === tls.version && appliedTls.isVerified === tls.isVerified;
  if (isApplied) end(undefined);
  else loadFiles(step, tls, end);
}

/** Restarts the module, which begins all of the bring-up anew. One that keeps its files is left to the ladder of recovery. */
function forget(step: Step, end: (error: CellularError | undefined) => void): void {
  if (step.isTlsKept) {
    return end(cellularError('tls', 'the module keeps TLS files that may be others than those of this node until it is powered off', RETRYABLE));
  }
  step.isTlsKept = true;
  restartByCommand(step, (error) => {
    if (error === undefined) step.raise('rebooted');
    else end(error);
  });
}

/** Whether the host remembers that these files were loaded last, and all of them. */
function isRecalled(step: Step, tls: TlsSettings): boolean {
  const { memory } = step.modem;
  try {
    return memory !== undefined && memory.read() === tlsFingerprint(tls.files);
  } catch {
    return false;
  }
}

/** What is loaded from now on: nothing that is complete, or these files. */
function memorise(step: Step, files: readonly TlsFile[] | undefined): void {
  const { memory } = step.modem;
  try {
    memory?.write(files === undefined ? '' : tlsFingerprint(files));
  } catch {
    // Then there is none, and the module is restarted with the host.
  }
}

function modeOf(tls: TlsSettings): number {
  return tls.isVerified ? VERIFY : 0;
}

function querySettings(
  step: Step,
  then: (version: number, mode: number, error: CellularError | undefined) => void,
): void {
  queryNumber(step, tlsVersionQuery, (version, error) => {
    if (error !== undefined) return then(version, 0, error);
    queryNumber(step, tlsVerificationQuery, (mode, problem) => then(version, mode, problem));
  });
}

function queryNumber(
  step: Step,
  command: typeof tlsVersionQuery | typeof tlsVerificationQuery,
  then: (value: number, error: CellularError | undefined) => void,
): void {
  let value = -1;
  step.ask({
    command,
    values: [],
    onReply: (fields) => {
      value = fields.integerAt(0);
    },
    onEnd: (error) => then(value, error),
  });
}

function loadFiles(step: Step, tls: TlsSettings, end: (error: CellularError | undefined) => void): void {
  const { boot } = step;
  if (boot.loaded === tls.files.length) return applySettings(step, tls, end);
  if (!boot.isTlsBegun) return begin(step, () => loadFiles(step, tls, end), end);
  loadFile(step, boot, tls.files[boot.loaded], (error) => {
    if (error === undefined) loadFiles(step, tls, end);
    else end(error);
  });
}

/** From here on the module is not as after power-up: a host that starts again finds out that it holds something. */
function begin(step: Step, then: () => void, end: (error: CellularError | undefined) => void): void {
  const { boot } = step;
  memorise(step, undefined);
  step.ask({
    command: tlsVerification,
    values: [VERIFY],
    onEnd: (error) => {
      if (error !== undefined) return end(error);
      boot.isTlsBegun = true;
      then();
    },
  });
}

/** `boot` is the one that the file went to, even where another has begun when the upload ends. */
function loadFile(step: Step, boot: Boot, file: TlsFile, onEnd: (error: CellularError | undefined) => void): void {
  const data = new AsciiText(file.text);
  step.ask({ command: tlsFile, values: [file.type, data.length], data, onEnd }, (error) => {
    data.wipe();
    if (error === undefined) boot.loaded += 1;
  });
}

function applySettings(step: Step, tls: TlsSettings, end: (error: CellularError | undefined) => void): void {
  step.ask({
    command: tlsVerification,
    values: [modeOf(tls)],
    onEnd: (error) => (error === undefined ? applyVersion(step, tls, end) : end(error)),
  });
}

function applyVersion(step: Step, tls: TlsSettings, end: (error: CellularError | undefined) => void): void {
  step.ask({
    command: tlsVersion,
    values: [tls.version],
    onEnd: (error) => {
      if (error === undefined) memorise(step, tls.files);
      end(error);
    },
  });
}

function tlsFailure(error: CellularError): CellularError {
  if (error.code === 'tls') return error;
  return cellularError('tls', `TLS could not be set up (${error.message})`, {
    command: error.command,
    result: error.result,
    isRetryable: true,
  });
}
