import { AsciiText } from '../base/ascii-text.js';
import { type CellularError, cellularError, RETRYABLE } from '../base/errors.js';
import type { Command } from '../at/command.js';
import type { Request } from '../at/dialogue/exchange.js';
import type { TlsStore } from '../cellular/dialect/tls-store.js';
import type { Boot } from './boot.js';
import { restartByCommand } from './recovery/actions/soft-reset.js';
import type { Step } from './step.js';
import { fingerprintFiles } from './tls-fingerprint.js';
import { isSameFiles, type TlsFile, type TlsSettings } from './tls-options.js';

/** How often a number is asked for that does not come. */
const ATTEMPTS = 3;

type OnEnd = (error: CellularError | undefined) => void;

/**
 * Loads the TLS files and settings exactly once for each start of the module: uploads append, and only a restart makes it forget.
 * What is sent first and last changes what the queries tell, so a module that is not as after power-up holds files, or some
 * of them. Whose, this host knows where it has loaded them itself, or where its memory says that they were the same; otherwise,
 * and where they are others than are wanted, the module is restarted first. What it means to the broker to be trusted, and to
 * nobody else, depends on it.
 *
 * What came of it is in `boot`; a failure is tried again later, from the file that failed on.
 */
export function provisionTls(step: Step, tls: TlsSettings, onEnd: () => void): void {
  const { boot } = step;
  const end: OnEnd = (error) => {
    boot.appliedTls = error === undefined ? tls : undefined;
    boot.tlsError = error === undefined ? undefined : tlsFailure(error);
    boot.putOffTls(step.now());
    onEnd();
  };
  const store = step.modem.dialect.tls;
  // Nobody has been able to ask for it then.
  if (store === undefined) return onEnd();
  recognise(step, tls, () => {
    if (boot.files === undefined) provisionFirst(step, store, tls, end);
    else resume(step, store, tls, boot.files, end);
  });
}

/** Sees to it that the files have a fingerprint. */
function recognise(step: Step, tls: TlsSettings, then: () => void): void {
  if (tls.fingerprint !== '') return then();
  const later = (callback: () => void): void => step.rest(0, callback);
  fingerprintFiles(tls.files, later, (fingerprint) => {
    tls.fingerprint = fingerprint;
    then();
  });
}

/** Where this host has loaded nothing since the module's start. */
function provisionFirst(step: Step, store: TlsStore, tls: TlsSettings, end: OnEnd): void {
  const { boot } = step;
  querySettings(step, store, [], (answers, error) => {
    if (error !== undefined) return end(error);
    const isFresh = store.isUntouched(answers);
    if (isFresh) step.isTlsKept = false;
    else if (!isRecalled(step, tls)) return forget(step, end);
    boot.files = tls.files;
    boot.isTlsBegun = !isFresh;
    if (!isFresh) boot.loaded = tls.files.length;
    if (isFresh || !store.isSet(answers, tls)) loadFiles(step, store, tls, end);
    else end(undefined);
  });
}

function resume(step: Step, store: TlsStore, tls: TlsSettings, files: readonly TlsFile[], end: OnEnd): void {
  const { appliedTls } = step.boot;
  if (!isSameFiles(files, tls.files)) return forget(step, end);
  const isApplied = appliedTls?.version === tls.version && appliedTls.isVerified === tls.isVerified;
  if (isApplied) end(undefined);
  else loadFiles(step, store, tls, end);
}

/** Restarts the module, which begins all of the bring-up anew. One that keeps its files is left to the ladder of recovery. */
function forget(step: Step, end: OnEnd): void {
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
  return step.modem.memory.files === tls.fingerprint;
}

/** Asks all queries, one after the other. */
function querySettings(
  step: Step,
  store: TlsStore,
  answers: readonly number[],
  then: (answers: readonly number[], error: CellularError | undefined) => void,
): void {
  const query = store.queries[answers.length];
  if (query === undefined) return then(answers, undefined);
  queryNumber(step, query, (value, error) => {
    if (error === undefined) querySettings(step, store, [...answers, value], then);
    else then(answers, error);
  });
}

/**
 * Asks again where the line with the number was lost on its way: a module of which that is not known may hold no file at all, and
 * would be taken for one that holds what the host remembers.
 */
function queryNumber(step: Step, command: Command, then: (value: number, error: CellularError | undefined) => void, attempt = 1): void {
  let value = -1;
  step.ask({
    command,
    values: [],
    onReply: (fields) => {
      value = fields.integerAt(0);
    },
    onEnd: (error) => {
      if (error !== undefined || value >= 0) then(value, error);
      else if (attempt < ATTEMPTS) queryNumber(step, command, then, attempt + 1);
      else then(value, cellularError('failed', 'the module does not tell how TLS is set up', RETRYABLE));
    },
  });
}

function loadFiles(step: Step, store: TlsStore, tls: TlsSettings, end: OnEnd): void {
  const { boot } = step;
  if (boot.loaded === tls.files.length) return applySettings(step, tls, store.setting(tls), 0, end);
  if (!boot.isTlsBegun) return begin(step, store, () => loadFiles(step, store, tls, end), end);
  loadFile(step, store, boot, tls.files[boot.loaded], (error) => {
    if (error === undefined) loadFiles(step, store, tls, end);
    else end(error);
  });
}

/** From here on the module is not as after power-up: a host that starts again finds out that it holds something. */
function begin(step: Step, store: TlsStore, then: () => void, end: OnEnd): void {
  const { boot } = step;
  // Nothing that is complete.
  step.modem.memory.keepFiles('');
  step.ask({
    ...store.begin,
    onEnd: (error) => {
      if (error !== undefined) return end(error);
      boot.isTlsBegun = true;
      then();
    },
  });
}

/** `boot` is the one that the file went to, even where another has begun when the upload ends. */
function loadFile(step: Step, store: TlsStore, boot: Boot, file: TlsFile, onEnd: OnEnd): void {
  const data = new AsciiText(file.text);
  step.ask({ ...store.loading(file.type, data), onEnd }, (error) => {
    data.wipe();
    if (error === undefined) boot.loaded += 1;
  });
}

function applySettings(step: Step, tls: TlsSettings, settings: readonly Request[], index: number, end: OnEnd): void {
  step.ask({
    ...settings[index],
    onEnd: (error) => {
      if (error !== undefined) return end(error);
      if (index + 1 < settings.length) return applySettings(step, tls, settings, index + 1, end);
      step.modem.memory.keepFiles(tls.fingerprint);
      end(undefined);
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
