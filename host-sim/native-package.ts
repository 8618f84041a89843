/** A package with native parts that is not there. It says which, for what, and why. */
export class NativePackageError extends Error {
  /** Tells it from other errors. */
  override readonly name = 'NativePackageError';
}

/**
 * Loads a package with native parts, which `npm install` leaves out where they cannot be had: so it is loaded when it is used,
 * and all else does without. Rejects with a {@link NativePackageError} where it cannot be.
 *
 * `purpose` begins the error's sentence: `serial ports`.
 */
export async function nativePackage<T>(name: string, purpose: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const machine = `${process.platform}-${process.arch}, Node.js ${process.version}`;
    const reason = isMissing(name, error) ? 'it is not installed' : `it does not load on ${machine}: ${firstLine(error)}`;
    throw new NativePackageError(`${purpose} need the package ${name}, and ${reason}. Try: npm install ${name}`, { cause: error });
  }
}

/** Whether the package itself was not found, and not one of what it needs. */
function isMissing(name: string, error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND' && error.message.includes(`'${name}'`);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0];
}
