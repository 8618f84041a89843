import test from 'ava';
import fc from 'fast-check';
import { filterMatches, wildcardProblem } from '../../modules/telemetry/topic-filter.js';
import { check } from '../property.js';

test("the standard's examples (MQTT 3.1.1 §4.7) match and do not", (t) => {
  const matching: [string, string][] = [
    ['sport/tennis/player1/#', 'sport/tennis/player1'],
    ['sport/tennis/player1/#', 'sport/tennis/player1/ranking'],
    ['sport/tennis/player1/#', 'sport/tennis/player1/score/wimbledon'],
    ['sport/#', 'sport'],
    ['#', 'sport/tennis'],
    ['#', '/'],
    ['sport/tennis/+', 'sport/tennis/player1'],
    ['sport/+', 'sport/'],
    ['+', 'finance'],
    ['+/+', '/finance'],
    ['/+', '/finance'],
    ['+/tennis/#', 'sport/tennis'],
    ['sport/+/player1', 'sport/tennis/player1'],
    ['$SYS/#', '$SYS/monitor/Clients'],
    ['$SYS/monitor/+', '$SYS/monitor/Clients'],
    ['a/$b', 'a/$b'],
    ['a/+', 'a/$b'],
    ['a/#', 'a/$b'],
  ];
  const others: [string, string][] = [
    ['sport/tennis/+', 'sport/tennis/player1/ranking'],
    ['sport/+', 'sport'],
    ['+', '/finance'],
    ['#', '$SYS/monitor/Clients'],
    ['+/monitor/Clients', '$SYS/monitor/Clients'],
    ['sport', 'Sport'],
    ['sport', 'sport/'],
    ['sport/', 'sport'],
    ['sport/tennis/#', 'sport/tenn'],
    ['sport/tennis', 'sport/tennis/player1'],
    ['a/+/c', 'a/b'],
    ['a/b/#', 'a'],
  ];
  for (const [filter, topic] of matching) t.true(filterMatches(filter, topic), `${filter} ${topic}`);
  for (const [filter, topic] of others) t.false(filterMatches(filter, topic), `${filter} ${topic}`);
});

/** By the levels, as the standard puts it. */
function matchesByLevels(filter: string, topic: string): boolean {
  const filters = filter.split('/');
  const topics = topic.split('/');
  if (topic.startsWith('$') && (filter.startsWith('+') || filter.startsWith('#'))) return false;
  for (const [index, level] of filters.entries()) {
    if (level === '#') return topics.length >= index;
    if (index >= topics.length || (level !== '+' && level !== topics[index])) return false;
  }
  return filters.length === topics.length;
}

test('it matches as levels do', (t) => {
  const level = fc.constantFrom('', 'a', 'b', 'ab', '$a');
  const topics = fc.array(level, { minLength: 1, maxLength: 5 }).map((levels) => levels.join('/'));
  const filters = fc
    .tuple(fc.array(fc.oneof(level, fc.constant('+')), { minLength: 1, maxLength: 4 }), fc.boolean())
    .map(([levels, hasRest]) => [...levels, ...(hasRest ? ['#'] : [])].join('/'));
  const run = fc.property(filters, topics, (filter, topic) => {
    if (wildcardProblem(filter) !== undefined) throw new Error(`${filter} is all right`);
    if (filterMatches(filter, topic) !== matchesByLevels(filter, topic)) throw new Error(`${filter} ${topic}`);
  });
  check(t, run, { runs: 5000 });
});

test('wildcards that stand for a part of a level are named', (t) => {
  for (const filter of ['a', '+', '#', '+/#', 'a/+/b', '/#', '$SYS/#']) t.is(wildcardProblem(filter), undefined, filter);
  for (const filter of ['a#', 'a/#/b', '#/', '##']) t.is(wildcardProblem(filter), '# stands for the last levels only, as in a/#', filter);
  for (const filter of ['a+', '+a', 'a/b+/c', '++']) t.is(wildcardProblem(filter), '+ stands for a whole level only, as in a/+/b', filter);
});
