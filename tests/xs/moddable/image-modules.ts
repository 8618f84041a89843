import { host } from '../host/globals.js';

/** The SDK's `modules`: what is preloaded. */
export default {
  has(name: string): boolean {
    try {
      host.preloaded(name);
      return true;
    } catch {
      return false;
    }
  },
  importNow: (name: string): object => host.preloaded(name),
};
