/**
 * Whether this is a development build, as the one for Node.js is, against which programs are tried on the simulated module. The
 * bundles for devices are built with false in its place (build-tools/released.js), and without what hangs on it.
 */
export const IS_DEVELOPMENT: boolean = true;
