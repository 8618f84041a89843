/**
 * How far the command under way has come, and what the module's next word does to it. A reply and a URC do the same in all of them,
 * so they have no column.
 *
 * | stage    | waits for                      | `OK`      | error     | prompt    |
 * |----------|--------------------------------|-----------|-----------|-----------|
 * | idle     | a command                      | is late   | is late   | means nothing |
 * | sending  | room for the command line      | is late   | is late   | means nothing |
 * | prompted | the module to ask for the data | cut short | refused   | send the data |
 * | data     | room for the data              | cut short | cut short | means nothing |
 * | answer   | the final result               | accepted  | refused   | means nothing |
 *
 * Two edges are odd:
 *
 * - A final result while the command line is being sent. 1. The port is full, and the first bytes of a command have left. 2. `OK`
 *   comes. 3. Nobody can have answered what he has not read whole: it is another's, a probe's or that of a command which was given up.
 *   4. Taken for this command's it would end it. 5. The next line would be written while the rest of this one has not left, and the
 *   module would read both as one.
 * - A final result before the data have left. 1. The module has asked for 100 bytes, and 60 have left. 2. It says `ERROR`, or `OK`, or
 *   `OK` without ever having asked. 3. It may have ended its data phase, or wait for the 40. 4. A command sent now would be
 *   counted among them. 5. So the line is settled first, with line ends for as many bytes as may be missing; the command is
 *   refused, or its answer is malformed. 6. An `ERROR` in the place of the prompt is no such case: that module never waited.
 */
export interface Stage {
  readonly ok: Effect;
  readonly error: Effect;
  readonly isPromptDue: boolean;
}

/** What a final result does. */
export type Effect = typeof LATE | typeof ACCEPTED | typeof REFUSED | typeof CUT_SHORT;

/** It answers nothing that is under way. */
export const LATE = 0;
export const ACCEPTED = 1;
export const REFUSED = 2;
/** It has ended the command in the midst of its data phase. */
export const CUT_SHORT = 3;

export const IDLE: Stage = { ok: LATE, error: LATE, isPromptDue: false };
export const SENDING: Stage = { ok: LATE, error: LATE, isPromptDue: false };
export const PROMPTED: Stage = { ok: CUT_SHORT, error: REFUSED, isPromptDue: true };
export const DATA: Stage = { ok: CUT_SHORT, error: CUT_SHORT, isPromptDue: false };
export const ANSWER: Stage = { ok: ACCEPTED, error: REFUSED, isPromptDue: false };
