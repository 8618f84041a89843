import { AsciiText } from '../at/ascii-text.js';
import { type CellularError, cellularError } from '../at/errors.js';
import { tlsFile, tlsVerification, tlsVerificationQuery, tlsVersion, tlsVersionQuery } from '../fibocom/tls.js';
import type { Boot } from './boot.js';
import type { Step } from './step.js';
import { isSameFiles, type TlsFile, type TlsSettings } from './tls-options.js';

/** What a module says after power-up (facts: TLS); never a sign of having been set up. */
const POWER_UP_VERSIONS: readonly number[] = [0, 2];

/**
 * Loads the TLS files and settings exactly once for each start of the module: uploads append, and only power-off makes it
 * forget. Files go first and the version last, so a module that shows the wanted version and verification has all: after a
 * restart of the host alone that mark says that there is nothing to do. Two things it cannot tell: settings equal to those
 * after power-up (TLS 1.0 unverified) leave no mark, and files that this host knows to be others than those loaded take a
 * power-off of the module.
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
  queryMark(step, tls, (isMarked, error) => {
    if (error !== undefined) return end(error);
    boot.files = tls.files;
    if (isMarked) boot.loaded = tls.files.length;
    if (isMarked) end(undefined);
    else loadFiles(step, tls, end);
  });
}

function resume(step: Step, tls: TlsSettings, files: readonly TlsFile[], end: (error: CellularError | undefined) => void): void {
  const { appliedTls } = step.boot;
  if (!isSameFiles(files, tls.files)) {
    return end(cellularError('tls', 'the module keeps the TLS files of before until it is powered off'));
  }
  const isApplied = appliedTls?.version === tls.version && appliedTls.isVerified === tls.isVerified;
  if (isApplied) end(undefined);
  else loadFiles(step, tls, end);
}

function queryMark(
  step: Step,
  tls: TlsSettings,
  then: (isMarked: boolean, error: CellularError | undefined) => void,
): void {
  queryNumber(step, tlsVersionQuery, (version, error) => {
    if (error !== undefined) return then(false, error);
    queryNumber(step, tlsVerificationQuery, (mode, problem) => {
      const isWanted = version === tls.version && mode === (tls.isVerified ? 1 : 0);
      const isAsAfterPowerUp = mode === 0 && POWER_UP_VERSIONS.indexOf(version) >= 0;
      then(isWanted && !isAsAfterPowerUp, problem);
    });
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
  loadFile(step, boot, tls.files[boot.loaded], (error) => {
    if (error === undefined) loadFiles(step, tls, end);
    else end(error);
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
    values: [tls.isVerified ? 1 : 0],
    onEnd: (error) => {
      if (error !== undefined) return end(error);
      step.ask({ command: tlsVersion, values: [tls.version], onEnd: end });
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
