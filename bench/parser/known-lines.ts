/** How a line's fields are taken apart by those who write such code by hand. */
export type Shape = 'fields' | 'text' | 'bare' | 'message' | 'answer';

/** Every line that the driver's table knows and a stream may hold, with what follows its colon. */
export const KNOWN_LINES: readonly (readonly [name: string, shape: Shape])[] = [
  ['+MQTTMSGI', 'fields'],
  ['+MQTTMSG', 'message'],
  ['+MQTTREAD', 'answer'],
  ['+MQTTPUB', 'fields'],
  ['+MQTTSUB', 'fields'],
  ['+MQTTUNSUB', 'fields'],
  ['+MQTTOPEN', 'fields'],
  ['+MQTTCLOSE', 'fields'],
  ['+MQTTBREAK', 'fields'],
  ['+MQTTLOSE', 'fields'],
  ['+CREG', 'fields'],
  ['+CGREG', 'fields'],
  ['+CEREG', 'fields'],
  ['+CSQ', 'fields'],
  ['+COPS', 'fields'],
  ['+CFUN', 'fields'],
  ['+CMEE', 'fields'],
  ['+MIPNTP', 'fields'],
  ['+MIPCALL', 'fields'],
  ['+CCLK', 'text'],
  ['+CPIN', 'text'],
  ['+CCID', 'text'],
  ['+SIM READY', 'bare'],
  ['+SIM DROP', 'bare'],
  ['AT command ready', 'bare'],
];
