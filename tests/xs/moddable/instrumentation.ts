/** The SDK's `instrumentation` in a program that is built without. */
export default { map: (): undefined => undefined, get: (): undefined => undefined };
