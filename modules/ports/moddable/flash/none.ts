import { cellularError, type FlashStorage } from 'cellnode';

/** Where the SDK has no ECMA-419 flash. */
const none: FlashStorage = {
  open(): never {
    throw cellularError('storage', 'this host has no flash partitions: leave config.outbox empty, and readings wait in RAM');
  },
};

export default none;
