/** `cellnode/store`: what outlives the loss of power at any moment, for programs that import it. */
export { Store, VALUE_LIMIT } from './store/store.js';
