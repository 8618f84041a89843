/** The store for Espruino, beside cellnode itself: what outlives the loss of power, in files of its `Storage`. */
export { espruinoStorage } from './ports/espruino/storage.js';
export { Store } from './store/store.js';
