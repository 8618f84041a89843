/**
 * What a program may expect on every build of Espruino 2v29 that has the room for this one, as its reference has it. A name
 * that is not here may exist all the same: look it up before adding it.
 */

const words = (text) => new Set(text.trim().split(/\s+/));

export const GLOBALS = words(`
  Array ArrayBuffer Boolean DataView Date E Error Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array
  JSON Math NaN Number Object Promise String TypeError Uint16Array Uint32Array Uint8Array Uint8ClampedArray arguments
  clearInterval clearTimeout console encodeURIComponent exports getTime global isFinite isNaN module parseFloat parseInt print
  process require setInterval setTimeout undefined
`);

/** Members of the globals themselves. */
export const STATIC_MEMBERS = words(`
  Array.isArray E.toString E.toUint8Array JSON.parse JSON.stringify Math.abs Math.ceil Math.floor Math.log Math.max Math.min
  Math.pow Math.random Math.round Math.sign Math.sqrt Object.assign Object.create Object.entries Object.keys Object.values
  Promise.all Promise.reject Promise.resolve String.fromCharCode Uint8Array.prototype
`);

/** Members that Espruino does not have, and without which the program does: it asks whether they are there. */
export const ASKED_FOR = words('ArrayBuffer.fromString String.fromArrayBuffer');

/** Methods of values. Those of arrays, typed arrays and strings are not told apart; the last are a program's. */
export const METHODS = words(`
  apply bind call catch charAt charCodeAt concat emit endsWith every fill filter find findIndex forEach getFloat64 getInt32
  getFloat32 getUint16 getUint32 getUint8 hasOwnProperty includes indexOf join lastIndexOf map on padEnd padStart pop push reduce
  removeAllListeners removeListener repeat replace replaceAll reverse set setFloat32 setFloat64 setUint16 setUint32 setUint8 setup shift
  slice some sort splice split startsWith subarray substr substring then toFixed toLowerCase toString toUpperCase trim unshift
  valueOf write
  cycle erasePage feed getPage pulse readArrayBuffer
`);
