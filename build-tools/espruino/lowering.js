import assignedFields from '../assigned-fields.js';
import privateNames from '../private-names.js';

/** Syntax that Espruino 2v29 lacks. It has `??`, and needs it: `== null` would make a text of an array first. */
const LACKING = [
  'class-properties',
  'class-static-block',
  'parameters',
  'destructuring',
  'spread',
  // Espruino has Object.assign.
  ['object-rest-spread', { useBuiltIns: true }],
  'optional-chaining',
  'logical-assignment-operators',
  'exponentiation-operator',
  'computed-properties',
  'for-of',
];

/** Babel plugins that turn modern JavaScript into what Espruino's parser takes. */
export const LOWERING = [
  privateNames,
  assignedFields,
  ...LACKING.map((plugin) => [plugin].flat()).map(([name, options]) => [`@babel/plugin-transform-${name}`, options]),
];

/** Babel's assumptions that go with them: what the driver's code keeps to. */
export const ASSUMPTIONS = {
  setPublicClassFields: true,
  iterableIsArray: true,
  ignoreFunctionLength: true,
  noDocumentAll: true,
  objectRestNoSymbols: true,
  constantSuper: true,
  setSpreadProperties: true,
  setComputedProperties: true,
};
