/** A desktop's collector chooses its moments itself. */
export default function collect(): void {
  // Nothing is to be done.
}
