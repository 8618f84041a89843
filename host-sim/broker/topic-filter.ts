import { utf8Length } from '../../modules/base/utf8.js';

/** Whether a topic filter matches a topic name, both valid (MQTT 3.1.1 §4.7). */
export function matchesFilter(filter: string, topic: string): boolean {
  // Topics such as $SYS are the server's own: a wildcard at the start does not reach them (§4.7.2).
  if (topic.startsWith('$') && !filter.startsWith('$')) return false;
  if (!filter.includes('+') && !filter.includes('#')) return filter === topic;
  const wanted = filter.split('/');
  const levels = topic.split('/');
  for (let index = 0; index < wanted.length; index += 1) {
    // `#` takes the parent level too: `sport/#` matches `sport`.
    if (wanted[index] === '#') return true;
    if (index >= levels.length) return false;
    if (wanted[index] !== '+' && wanted[index] !== levels[index]) return false;
  }
  return wanted.length === levels.length;
}

/** Whether a client may subscribe to it: `+` and `#` fill a level of their own, and `#` is the last. */
export function isTopicFilter(filter: string): boolean {
  const levels = filter.split('/');
  return isText(filter) && levels.every((level, index) => isFilterLevel(level, index === levels.length - 1));
}

/** Whether a client may publish to it. */
export function isTopicName(topic: string): boolean {
  return isText(topic) && !topic.includes('+') && !topic.includes('#');
}

function isFilterLevel(level: string, isLast: boolean): boolean {
  return level === '+' || (level === '#' && isLast) || !(level.includes('+') || level.includes('#'));
}

function isText(topic: string): boolean {
  return topic.length > 0 && !topic.includes('\0') && utf8Length(topic) <= 0xffff;
}
