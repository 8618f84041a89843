/** The states of the bring-up, in the order in which they are gone through; `recovering` is a rung of the ladder under way. */
export type StateName =
  | 'idle'
  | 'waking'
  | 'identifying'
  | 'sim'
  | 'signal'
  | 'registering'
  | 'dialling'
  | 'clock'
  | 'provisioning'
  | 'up'
  | 'recovering'
  | 'disconnecting'
  | 'disconnected'
  | 'closing'
  | 'closed';
