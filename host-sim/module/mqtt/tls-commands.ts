import type { Command } from '../../../modules/at/command.js';
import { choice } from '../../../modules/at/field.js';
import * as tls from '../../../modules/fibocom/tls.js';
import { answer, handle, type Handler, ok, refuse } from '../line/handler.js';
import { CME } from '../line/result-codes.js';
import type { Profile } from '../profile.js';
import type { TlsFile, TlsStore } from './tls-store.js';

const FILES: Readonly<Record<string, TlsFile>> = {
  CERTFILE: 'CERTFILE',
  KEYFILE: 'KEYFILE',
  TRUSTFILE: 'TRUSTFILE',
  CAFILE: 'TRUSTFILE',
};
const [, LENGTH] = tls.tlsFile.arguments;
/** The same command with the name that a G510 has for trust files. */
const WITH_CA_FILE: Command = { ...tls.tlsFile, arguments: [choice('type', Object.keys(FILES)), LENGTH] };

export function tlsHandlers(store: TlsStore, { takesCaFile }: Profile): readonly Handler[] {
  return [
    handle(tls.tlsVersion, (fields) => {
      store.version = fields.integer('version');
      return ok();
    }),
    handle(tls.tlsVersionQuery, () => answer([store.version])),
    handle(tls.tlsVerification, (fields) => {
      store.isVerified = fields.integer('mode') === 1;
      return ok();
    }),
    handle(tls.tlsVerificationQuery, () => answer([store.isVerified ? 1 : 0])),
    handle(takesCaFile ? WITH_CA_FILE : tls.tlsFile, (fields, data) => {
      const isLoaded = store.load(FILES[fields.text('type')], data);
      return isLoaded ? ok() : refuse(CME.incorrectParameters);
    }),
    handle(tls.tlsError, () => answer([store.error])),
  ];
}
