const SLASH = 0x2f;
const PLUS = 0x2b;
const HASH = 0x23;
const DOLLAR = 0x24;

/**
 * Whether a topic filter matches a topic (MQTT 3.1.1 §4.7): `+` stands for one level, `#` at the end for the level before it and all
 * below, and neither as the first character for a topic that begins with `$`, which is the broker's own.
 *
 * Not for each message: reading a character of a text allocates on XS.
 */
export function filterMatches(filter: string, topic: string): boolean {
  const first = filter.charCodeAt(0);
  if (topic.charCodeAt(0) === DOLLAR && (first === PLUS || first === HASH)) return false;
  let at = 0;
  for (let index = 0; index < filter.length; index += 1) {
    const code = filter.charCodeAt(index);
    if (code === HASH) return true;
    if (code === PLUS) {
      at = endOfLevel(topic, at);
    } else if (at === topic.length) {
      return code === SLASH && filter.charCodeAt(index + 1) === HASH;
    } else {
      if (code !== topic.charCodeAt(at)) return false;
      at += 1;
    }
  }
  return at === topic.length;
}

function endOfLevel(topic: string, start: number): number {
  const end = topic.indexOf('/', start);
  return end < 0 ? topic.length : end;
}

/** What is wrong with the wildcards of a topic filter (MQTT 3.1.1 §4.7.1); `undefined` where nothing is. */
export function wildcardProblem(filter: string): string | undefined {
  for (let index = 0; index < filter.length; index += 1) {
    const code = filter.charCodeAt(index);
    if (code !== PLUS && code !== HASH) continue;
    const isAtStart = index === 0 || filter.charCodeAt(index - 1) === SLASH;
    const isAtEnd = index === filter.length - 1;
    if (code === HASH && !(isAtStart && isAtEnd)) return '# stands for the last levels only, as in a/#';
    if (code === PLUS && !(isAtStart && (isAtEnd || filter.charCodeAt(index + 1) === SLASH))) {
      return '+ stands for a whole level only, as in a/+/b';
    }
  }
  return undefined;
}
