/** Why a fault cannot be injected, or a schedule not be read. */
export type FaultErrorCode = 'unknown-fault' | 'unknown-option' | 'bad-option' | 'bad-schedule';

/** A mistake of whoever asked for a fault; the message says what was wrong and what would be right. */
export class FaultError extends Error {
  /** What a program can tell the refusal by. */
  readonly code: FaultErrorCode;

  constructor(code: FaultErrorCode, message: string) {
    super(message);
    this.name = 'FaultError';
    this.code = code;
  }
}
