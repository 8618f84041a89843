/** How a command is spelled: `ATE0`, `AT+CSQ`, `AT+CMEE=1`, `AT+CPIN?`, `AT+COPS=?`. */
export type Form = 'basic' | 'action' | 'set' | 'read' | 'test';

/** A command as errors and reference name it: `AT+CPIN=`, `AT+CPIN?`, never with its arguments. */
export function commandName({ name, form }: { readonly name: string; readonly form: Form }): string {
  const sign = form === 'set' ? '=' : form === 'read' ? '?' : form === 'test' ? '=?' : '';
  return `AT${name}${sign}`;
}
