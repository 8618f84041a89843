/** Whether the module is off, starts, or runs. */
export type PowerState = 'off' | 'booting' | 'running';

/** What the module knows of its card. `busy`: the card is there and being read. */
export type SimState = 'absent' | 'busy' | 'pin' | 'puk' | 'ready';

/** As `AT+CGREG?` tells it: 0 none and not searching, 1 home, 2 searching, 3 denied, 5 roaming. */
export type RegistrationStatus = 0 | 1 | 2 | 3 | 5;

/** Where the data call stands. */
export type DataCallState = 'down' | 'dialling' | 'up';

/** Where a connection slot stands. */
export type SlotState = 'closed' | 'opening' | 'open' | 'closing';
