import test from 'ava';
import fc from 'fast-check';
import { isTopicFilter, isTopicName, matchesFilter } from '../../../host-sim/broker/topic-filter.js';

/** Another way to the same answer: the filter as a regular expression. */
function matchesByExpression(filter: string, topic: string): boolean {
  const pattern = filter
    .replace(/[$.]/g, '\\$&')
    .replace(/\+/g, '[^/]*')
    .replace(/^#$/, '.*')
    .replace(/\/#$/, '(/.*)?');
  const isHidden = /^\$/.test(topic) && /^[+#]/.test(filter);
  return !isHidden && new RegExp(`^${pattern}$`).test(topic);
}

const name = fc.constantFrom('', 'a', 'b', 'ab', '$SYS', '.');
const topic = fc.array(name, { minLength: 1, maxLength: 4 }).map((levels) => levels.join('/'));
const filter = fc
  .tuple(fc.array(fc.oneof(name, fc.constant('+')), { maxLength: 4 }), fc.constantFrom([], ['#']))
  .filter(([levels, end]) => levels.length + end.length > 0)
  .map(([levels, end]) => [...levels, ...end].join('/'));

test('a filter matches what the same filter as a regular expression matches', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(filter, topic, (wanted, given) => matchesFilter(wanted, given) === matchesByExpression(wanted, given)),
      { numRuns: 2000 },
    ),
  );
});

test("the standard's examples", (t) => {
  t.true(matchesFilter('sport/tennis/player1/#', 'sport/tennis/player1'));
  t.true(matchesFilter('sport/tennis/player1/#', 'sport/tennis/player1/score/wimbledon'));
  t.true(matchesFilter('sport/#', 'sport'));
  t.true(matchesFilter('sport/tennis/+', 'sport/tennis/player1'));
  t.false(matchesFilter('sport/tennis/+', 'sport/tennis/player1/ranking'));
  t.false(matchesFilter('sport/+', 'sport'));
  t.true(matchesFilter('sport/+', 'sport/'));
  t.true(matchesFilter('+/+', '/finance'));
  t.true(matchesFilter('/+', '/finance'));
  t.false(matchesFilter('+', '/finance'));
  t.false(matchesFilter('#', '$SYS/broker'));
  t.false(matchesFilter('+/monitor/Clients', '$SYS/monitor/Clients'));
  t.true(matchesFilter('$SYS/#', '$SYS/broker'));
  t.true(matchesFilter('$SYS/monitor/+', '$SYS/monitor/Clients'));
});

test('which filters and names are valid', (t) => {
  for (const valid of ['#', '+', 'a/+/#', '/', '+/+', 'a b', '$SYS/#']) t.true(isTopicFilter(valid), valid);
  for (const invalid of ['', 'a#', '#/a', 'a/#/b', 'a+', '+a/b', 'a\0']) t.false(isTopicFilter(invalid), invalid);
  for (const valid of ['a', '/', 'a b/c', '$SYS/x']) t.true(isTopicName(valid), valid);
  for (const invalid of ['', '+', 'a/#', 'a\0', 'x'.repeat(65536)]) t.false(isTopicName(invalid), invalid);
});
