/** One way in which modem stacks have failed in the field, and what must hold instead. */
export interface FieldFailure {
  /** `F1` and on; the scenario's file in tests/scenarios begins with it. */
  readonly row: string;
  readonly failure: string;
  readonly mustHold: string;
  /** The tests that hold it where a scenario cannot: what an engine does with the code that runs. */
  readonly heldBy?: readonly string[];
}

/**
 * Each has been reported publicly against a modem stack. "Nothing lost" means: an accepted reading is delivered at least once, or
 * still in the outbox.
 */
export const fieldFailures: readonly FieldFailure[] = [
  {
    row: 'F1',
    failure: 'URC after the command left, before its echo or first response line',
    mustHold: 'URC dispatched, command unharmed',
  },
  {
    row: 'F2',
    failure: 'URC with the same prefix as the pending query (`+CGREG: 2` then `+CGREG: 0,1`)',
    mustHold: 'Told apart by shape',
  },
  {
    row: 'F3',
    failure: 'Late final or late completion URC of a timed-out command',
    mustHold: 'Never answers the next command',
  },
  {
    row: 'F4',
    failure: '`OK`, `ERROR`, `\\r\\nOK\\r\\n`, `+MQTTBREAK: 1,1` inside a payload or certificate',
    mustHold: 'Payload intact, no event',
  },
  { row: 'F5', failure: 'Reads cut anywhere; many URCs in one read', mustHold: 'Same events for every cut' },
  {
    row: 'F6',
    failure: 'Bare LF, CR LF or quotes in `+MQTTMSG`',
    mustHold: 'Exact with MQTTCONF=1; documented best effort without',
  },
  { row: 'F7', failure: 'Payload that cannot be quoted', mustHold: 'Length mode, byte-exact' },
  {
    row: 'F8',
    failure: 'No prompt, prompt without line end, URC instead of the prompt, `ERROR` instead of the prompt',
    mustHold: 'Own deadline; recovers',
  },
  {
    row: 'F9',
    failure: 'Payload bytes lost: module waits for N bytes for ever',
    mustHold: 'Pad or time out, then resynchronise; that publish is retried',
  },
  { row: 'F10', failure: 'RX overrun', mustHold: 'One line lost, counted, reported; no stall' },
  { row: 'F11', failure: 'Unknown URC, storm of URCs', mustHold: 'Ignored and counted; others still served' },
  { row: 'F12', failure: '`OK` first, data or result later', mustHold: 'Two-phase call' },
  { row: 'F13', failure: '`+MQTTOPEN: 1,0`', mustHold: 'Immediate failure with a reason, no wait' },
  {
    row: 'F14',
    failure: 'Spontaneous reboot (brown-out): echo on, URC settings, TLS files and slots gone; with and without boot lines',
    mustHold: 'Noticed, re-provisioned, resubscribed, nothing lost',
  },
  {
    row: 'F15',
    failure: 'Unknown state or baud after a host restart (data mode, other baud, echo on, slots open, address up)',
    mustHold: 'Brought to a known state',
  },
  { row: 'F16', failure: 'Module silent for 1–2 min, then answers everything at once', mustHold: 'Nothing mis-attributed' },
  { row: 'F17', failure: 'First characters lost on wake-up', mustHold: 'Wake sequence; retry' },
  {
    row: 'F18',
    failure: 'Context lost without any URC (NAT idle timeout 2.5 min)',
    mustHold: 'Liveness check finds it within a stated time',
  },
  { row: 'F19', failure: 'Broker gone, publish never acknowledged', mustHold: 'Deadline, reconnect, resend' },
  {
    row: 'F20',
    failure: 'Operation in progress: `ERROR` or CME "not allowed" until reset',
    mustHold: 'Ladder of recovery with budget and reason',
  },
  {
    row: 'F21',
    failure: 'SIM busy, absent, PIN wanted, removed while running',
    mustHold: 'Named cause; recovers when it returns',
  },
  { row: 'F22', failure: 'Unknown unprefixed lines before `OK`', mustHold: 'Tolerated' },
  { row: 'F23', failure: 'Line-ending and blank variants', mustHold: 'Same events' },
  {
    row: 'F24',
    failure: 'URC burst while the consumer is slow; a handler that sends a command',
    mustHold: 'Bounded queue, counted drop policy, no re-entrancy',
  },
  { row: 'F25', failure: 'Next command sent too early after a final result', mustHold: 'Guard time option' },
  {
    row: 'F26',
    failure: 'Hostile text: CR LF or quotes in a topic, APN, password; garbled module text',
    mustHold: 'Refused before a byte is sent; parser survives',
  },
  { row: 'F27', failure: 'Certificates gone after boot, or uploaded twice', mustHold: 'Provisioned exactly once per boot' },
  {
    row: 'F28',
    failure: 'Power lost at any moment of an outbox write',
    mustHold: 'The outbox opens, with every reading accepted before',
  },
  { row: 'F29', failure: 'Clock unknown at boot, steps when synchronised', mustHold: 'Readings are back-dated, order kept' },
  {
    row: 'F30',
    failure: 'Broker keeps the session, or has forgotten it (clean flag, session expiry)',
    mustHold: 'Subscriptions are right in both cases',
  },
  {
    row: 'F31',
    failure: 'A reply or URC with more fields than known, empty fields, values without quotes, another form of year or identity',
    mustHold: 'What is needed is taken, the rest skipped; malformed only where a needed field cannot be read',
  },
  {
    row: 'F32',
    failure: 'An announcement or a fetched message is lost or garbled on the line',
    mustHold: 'The module’s queue is emptied all the same, within a stated bound; a loss is told',
  },
  {
    row: 'F33',
    failure: 'A completion minutes late, when its slot has been closed and opened again, or the other slot is in use',
    mustHold: 'Acknowledges nothing but its own',
  },
  {
    row: 'F34',
    failure: 'Trust or certificates change in the firmware while the module keeps its power',
    mustHold: 'The node trusts what its firmware says, and nothing else',
  },
  {
    row: 'F35',
    failure: 'A flash block that no longer erases; bits that rot in headers and records',
    mustHold: 'Passed over, counted; what can be read is delivered once under its own number; appends go on',
  },
  {
    row: 'F36',
    failure: 'The host restarts many times during one long outage',
    mustHold: 'Policies and numbers go on as without',
  },
  {
    row: 'F37',
    failure: 'A flood of commands, of retained or of large messages on a slow link',
    mustHold: 'Readings keep their share; drops are told',
  },
  {
    row: 'F38',
    failure: 'Text that others can send (short message, cell broadcast, operator name, USSD) looks like a URC or a final result',
    mustHold: 'Text is nothing but text',
  },
  {
    row: 'F39',
    failure: 'One reading on which the broker closes the connection each time',
    mustHold: 'Told, set aside after a bound, the others go on',
  },
  {
    row: 'F40',
    failure: 'Code and data are preloaded: read-only, aliased, with literals copied at each use',
    mustHold: 'Runs, in the stack and heap of the smallest target',
    heldBy: ['tests/xs/preloaded.test.ts', 'tests/xs/fixed-heap.test.ts'],
  },
  { row: 'F41', failure: 'Two programs on one outbox, one UART, one slot', mustHold: 'The second is refused by name' },
  { row: 'F42', failure: 'An option that is missing, misspelt or meaningless', mustHold: 'Refused at construction, by name' },
];
