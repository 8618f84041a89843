import { choice, integer } from '../at/field.js';
import { command } from '../at/command.js';

export const tlsVersion = command({
  name: '+GTSSLVER',
  form: 'set',
  arguments: [integer('version', 0, 6)],
  responseDeadline: 5000,
  repeatable: true,
  summary: 'Sets the TLS version: 1 SSL 3.0, 2 TLS 1.0, 3 TLS 1.1, 4 TLS 1.2; forgotten at power-off.',
  source: '§4.2.1',
});

export const tlsVersionQuery = command({
  name: '+GTSSLVER',
  form: 'read',
  arguments: [],
  reply: { prefix: '+GTSSLVER', fields: [integer('version', 0, 6)] },
  responseDeadline: 5000,
  repeatable: true,
  summary: 'Tells the TLS version; 0 or 2 after power-up.',
  source: '§4.2.1',
});

export const tlsVerification = command({
  name: '+GTSSLMODE',
  form: 'set',
  arguments: [integer('mode', 0, 1)],
  responseDeadline: 5000,
  repeatable: true,
  summary: 'Sets whether the server certificate is verified (1) or not (0); forgotten at power-off.',
  source: '§3.3',
});

export const tlsVerificationQuery = command({
  name: '+GTSSLMODE',
  form: 'read',
  arguments: [],
  reply: { prefix: '+GTSSLMODE', fields: [integer('mode', 0, 1)] },
  responseDeadline: 5000,
  repeatable: true,
  summary: 'Tells whether the server certificate is verified; 0 after power-up.',
  source: '§3.3',
});

/** Not repeatable: trust files append, and nothing deletes them but power-off. */
export const tlsFile = command({
  name: '+GTSSLFILE',
  form: 'set',
  arguments: [choice('type', ['CERTFILE', 'KEYFILE', 'TRUSTFILE']), integer('length', 4, 8192)],
  data: { lengthAt: 1, promptDeadline: 5000, secret: true },
  responseDeadline: 10000,
  repeatable: false,
  summary: 'Loads a PEM certificate or key after a prompt; forgotten at power-off.',
  source: '§4.2.1',
});

export const tlsError = command({
  name: '+GTSSLERR',
  form: 'read',
  arguments: [],
  reply: { prefix: '+GTSSLERR', fields: [integer('code', -9999, 9999)] },
  responseDeadline: 5000,
  repeatable: true,
  summary: 'Tells why the last TLS handshake failed.',
  source: '§3.3',
});
