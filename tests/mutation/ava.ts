import test from '../engines/stand-ins/ava.js';

/** The stand-in that engines have too, and the one thing that tests/property.ts asks of ava besides: the file of the suite. */
export default Object.assign(test, { meta: { file: import.meta.url } });
