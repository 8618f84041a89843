/** Any other `embedded:io/…`: a program may hand it on, as it does a bus, and finds nothing at the other end. */
export default function IO(): never {
  throw new Error('a desktop has no such pins: docs/your-node.md has what stands in');
}
