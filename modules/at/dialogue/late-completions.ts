import { assert } from '../../base/assert.js';
import type { Time } from '../../ports/time.js';
import type { Completion, Urc } from '../command.js';
import type { FieldReader } from '../line/field-reader.js';
import type { AnyValues } from '../field.js';

/**
 * Milliseconds for which a completion is owed: ten minutes, and twice the minute after which modules give an operation up. Up to
 * this age no completion is taken for another's; what comes later than this is nobody's, and would be.
 */
export const LATENESS_LIMIT = 720_000;

/** The completions of one kind that one slot owes, or one message of a slot. */
interface Account {
  urc: Urc | undefined;
  /** The slot. */
  first: AnyValues[number];
  /** The message identifier; `undefined` where completions carry none, or it is not known. */
  second: AnyValues[number];
  /** Of commands that were accepted. */
  accepted: number;
  /** Of commands whose final result has not come: the module may have accepted them, or never heard of them. */
  possible: number;
  /** When the last of them is not expected any more. */
  deadline: number;
}

/**
 * What the module may still tell of commands that nobody waits for any more, by kind and slot: of a publish that had no completion
 * within its deadline, of one whose connection was closed under it.
 *
 * Where completions carry no identifier, one that is late cannot be told from a younger command's by looking at it, whatever has
 * happened to the slot meanwhile. Where they do, identifiers begin anew with each connection. It can be told by counting: as long
 * as `n` are owed, the next `n` belong to nobody, and a younger command is complete when one more has come. That errs on one side
 * only. Where all that is owed comes, each is taken for its own, or for an older one's; where some of it was lost on the line, a
 * younger command waits in vain, and is repeated. So nothing takes an account back but its completions, its age
 * ({@link LATENESS_LIMIT}), and a restart of the module, which forgets what it was about to say: not the end of a connection, nor an
 * opened or closed slot, nor a data call that was brought down, since nothing is known that a module forgets with those.
 *
 * A command that was never answered is another matter: mostly the module has not heard it, as one that slept. It counts for as long
 * as nobody needs the slot ({@link LateCompletions.waive}), or the rest of the time once its `OK` has come late.
 */
export class LateCompletions {
  /** Whether anything was ever owed. A field, as a getter costs XS a call: mostly nothing was. */
  isKept = false;
  readonly #time: Time;
  /** Made when they are first needed, and used again: at most one for each kind and slot, or for each message that is owed. */
  readonly #accounts: Account[] = [];

  constructor(time: Time) {
    this.#time = time;
  }

  get isEmpty(): boolean {
    for (let index = 0; index < this.#accounts.length; index += 1) if (this.#isOpen(this.#accounts[index])) return false;
    return true;
  }

  /** Nothing where the URC does not name its slot, as a data call's: it tells a state, and says late what it would say again. */
  add(completion: Completion, first: AnyValues[number], second: AnyValues[number], count: number): void {
    const account = count > 0 ? this.#accountOf(completion, first, second) : undefined;
    if (account !== undefined) account.accepted += count;
  }

  /** The command was not answered. */
  addPossible(completion: Completion, first: AnyValues[number], second: AnyValues[number]): void {
    const account = this.#accountOf(completion, first, second);
    if (account !== undefined) account.possible += 1;
  }

  /** It was answered late: accepted, or not. What was accepted is owed although it was waived meanwhile. */
  resolve(completion: Completion, first: AnyValues[number], second: AnyValues[number], isAccepted: boolean): void {
    const account = this.#find(completion.urc, first, repeated(completion, second));
    if (account !== undefined && account.possible > 0) account.possible -= 1;
    if (isAccepted) this.add(completion, first, second, 1);
  }

  /** Whether this URC is owed; then it is owed no more. */
  take(urc: Urc, fields: FieldReader): boolean {
    for (let index = 0; index < this.#accounts.length; index += 1) {
      const account = this.#accounts[index];
      if (account.urc !== urc || !this.#isOpen(account) || fields.integerAt(0) !== account.first) continue;
      if (account.second !== undefined && fields.integerAt(1) !== account.second) continue;
      assert(account.accepted >= 0 && account.possible >= 0, 'no account is overdrawn');
      if (account.accepted > 0) account.accepted -= 1;
      else account.possible -= 1;
      return true;
    }
    return false;
  }

  /** Whether the slot owes such a completion, of whichever message. */
  isDue(urc: Urc, first: AnyValues[number]): boolean {
    for (let index = 0; index < this.#accounts.length; index += 1) {
      const account = this.#accounts[index];
      if (account.urc === urc && account.first === first && account.accepted > 0 && this.#isOpen(account)) return true;
    }
    return false;
  }

  mayCome(urc: Urc, first: AnyValues[number]): boolean {
    for (let index = 0; index < this.#accounts.length; index += 1) {
      const account = this.#accounts[index];
      if (account.urc === urc && account.first === first && this.#isOpen(account)) return true;
    }
    return false;
  }

  /** The slot is needed: commands that were never answered were never heard. */
  waive(first: AnyValues[number]): void {
    for (let index = 0; index < this.#accounts.length; index += 1) {
      if (this.#accounts[index].first === first) this.#accounts[index].possible = 0;
    }
  }

  /** The module has restarted, and tells nothing of its former life. */
  forget(): void {
    for (let index = 0; index < this.#accounts.length; index += 1) close(this.#accounts[index]);
  }

  #accountOf(completion: Completion, first: AnyValues[number], given: AnyValues[number]): Account | undefined {
    if (completion.repeats === 0) return undefined;
    const second = repeated(completion, given);
    const account = this.#find(completion.urc, first, second) ?? this.#unused();
    account.urc = completion.urc;
    account.first = first;
    account.second = second;
    account.deadline = this.#time.now() + LATENESS_LIMIT;
    return account;
  }

  #find(urc: Urc, first: AnyValues[number], second: AnyValues[number]): Account | undefined {
    for (let index = 0; index < this.#accounts.length; index += 1) {
      const account = this.#accounts[index];
      if (account.urc === urc && account.first === first && account.second === second && this.#isOpen(account)) return account;
    }
    return undefined;
  }

  #unused(): Account {
    for (let index = 0; index < this.#accounts.length; index += 1) {
      const account = this.#accounts[index];
      if (this.#isOpen(account)) continue;
      close(account);
      return account;
    }
    const account: Account = { urc: undefined, first: undefined, second: undefined, accepted: 0, possible: 0, deadline: 0 };
    this.#accounts.push(account);
    this.isKept = true;
    return account;
  }

  #isOpen(account: Account): boolean {
    return account.accepted + account.possible > 0 && this.#time.now() < account.deadline;
  }
}

/** The second argument, where the completion has it. */
function repeated({ repeats }: Completion, second: AnyValues[number]): AnyValues[number] {
  return repeats === 2 ? second : undefined;
}

function close(account: Account): void {
  account.accepted = 0;
  account.possible = 0;
}
