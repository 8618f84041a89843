import { Buffer } from './buffer.js';

Object.defineProperty(globalThis, 'Buffer', { value: Buffer, writable: true, configurable: true });
