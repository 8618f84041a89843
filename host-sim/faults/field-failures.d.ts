/** One way in which modem stacks have failed in the field, and what must hold instead. */
export interface FieldFailure {
    /** `F1` to `F30`; the scenario's file in tests/scenarios begins with it. */
    readonly row: string;
    readonly failure: string;
    readonly mustHold: string;
}
/**
 * Each has been reported publicly against a modem stack. "Nothing lost" means: an accepted reading is delivered at least once, or
 * still in the outbox.
 */
export declare const fieldFailures: readonly FieldFailure[];
