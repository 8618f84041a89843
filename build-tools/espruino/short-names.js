/**
 * Properties that are shortened on Espruino, where each use of a name over four characters takes another 14 bytes of RAM, the
 * keys of every object literal included: the rows of the command table, the state table, and the exchanges. They are nobody's
 * but the driver's. A name that is also an option, a fact or a string by which something is looked up does not belong here:
 * tests/espruino/short-names.test.ts finds it.
 */
export const shortenedNames = [
  'completion',
  'deadline',
  'documented',
  'enter',
  'exchange',
  'fields',
  'interval',
  'lengthAt',
  'longestPause',
  'maximum',
  'minimum',
  'onCompletion',
  'onEnd',
  'onReply',
  'oneOf',
  'optional',
  'overdue',
  'prefix',
  'promptDeadline',
  'reply',
  'repeatable',
  'repeats',
  'responseDeadline',
  'secret',
  'source',
  'succeeded',
  'values',
  'wakesOn',
];

/** For Terser's `mangle.properties`. Some of the names are also those of built-ins that the driver does not use. */
export default { regex: new RegExp(`^(${shortenedNames.join('|')})$`), builtins: true };
