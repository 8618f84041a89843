import test from 'ava';
import { filterFrom, topicFrom } from '../../modules/telemetry/topic-template.js';
import type { TopicSubscription } from '../../modules/telemetry/topic-subscriptions.js';
import { ownSubscriptions, topicsFrom, topicsOf, type TopicTemplates } from '../../modules/telemetry/topics.js';

const variables = { nodeId: 'roof-1', topicPrefix: 'acme' };
const defaults = topicsOf('acme', 'roof-1');
const from = (templates: unknown) => topicsFrom(templates as TopicTemplates, defaults, variables);

test('templates take variables, and what is left out has its default', (t) => {
  t.deepEqual(from({}), defaults);
  t.deepEqual(from({ readings: 'plant/{nodeId}/air', command: '{topicPrefix}/{nodeId}{nodeId}' }), {
    ...defaults,
    readings: 'plant/roof-1/air',
    command: 'acme/roof-1roof-1',
  });
  t.is(topicFrom('$aws/rules/x/{nodeId}', variables, 'topic'), '$aws/rules/x/roof-1');
  t.is(filterFrom('plant/{nodeId}/+/#', variables, 'topic'), 'plant/roof-1/+/#');
});

test('what is wrong with a template is named', (t) => {
  const refused: [string, unknown][] = [
    ['topics.reading: is no option', { reading: 'a' }],
    ['topics.readings: {nodeID} is no variable; {nodeId}, {topicPrefix} are', { readings: 'plant/{nodeID}' }],
    ['topics.readings: {} is no variable', { readings: '{}' }],
    ['topics.readings: a { wants its }', { readings: 'plant/{nodeId' }],
    ['topics.readings: a } without its {', { readings: 'plant/nodeId}' }],
    ['topics.readings: a } without its {', { readings: '{nodeId}}' }],
    ['topics.status: must be 1 to 255 bytes long, is 0', { status: '' }],
    ['topics.status: must be 1 to 255 bytes long, is 256', { status: `{nodeId}${'ä'.repeat(125)}` }],
    ['topics.readings: must be a string', { readings: 7 }],
    ['topics.alarms: must not hold the wildcards', { alarms: 'plant/+/alarm' }],
    ['topics.command: must not hold the wildcards', { command: 'plant/#' }],
    ['topics.command: must not hold control characters', { command: 'a\r\nAT' }],
    ['topics.command: must not hold a double quote', { command: 'a"b' }],
  ];
  for (const [message, templates] of refused) {
    t.throws(() => from(templates), { code: 'invalid-argument', message: new RegExp(`^${escaped(message)}`) }, message);
  }
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

test('two topics must differ, but for the backlog, which shares the sequence of the readings', (t) => {
  t.throws(() => from({ alarms: 'x', readings: 'x' }), { message: /^topics\.alarms: must be another than topics\.readings/ });
  t.throws(() => from({ response: 'acme/{nodeId}/command' }), { message: /^topics\.response: must be another than topics\.command/ });
  t.is(from({ readings: 'x', backlog: 'x' }).backlog, 'x');
});

test('subscriptions are checked by name, and none brings back what the node publishes', (t) => {
  const onMessage = (): void => undefined;
  const own = (...subscriptions: unknown[]) => ownSubscriptions(subscriptions as TopicSubscription[], defaults, variables);
  t.deepEqual(
    own({ topic: 'plant/all/time', onMessage }, { topic: 'plant/{nodeId}/#', QoS: 2, onMessage }).map(({ topic, QoS }) => [topic, QoS]),
    [
      ['plant/all/time', 0],
      ['plant/roof-1/#', 2],
    ],
  );
  const refused: [string, unknown][] = [
    ['subscriptions[0].topic: must be a string', { onMessage }],
    ['subscriptions[0].topic: # stands for the last levels only', { topic: 'a#', onMessage }],
    ['subscriptions[0].topic: + stands for a whole level only', { topic: 'a+/b', onMessage }],
    ['subscriptions[0].topic: {imei} is no variable', { topic: '{imei}', onMessage }],
    ['subscriptions[0].QoS: must be 0, 1 or 2', { topic: 'a', QoS: 3, onMessage }],
    ['subscriptions[0].onMessage: must be a function', { topic: 'a' }],
    ['subscriptions[0].onTooLong: must be a function', { topic: 'a', onMessage, onTooLong: 1 }],
    ['subscriptions[0].qos: is no option', { topic: 'a', qos: 1, onMessage }],
    ['subscriptions[0].topic: holds the topic of the commands', { topic: 'acme/+/command', onMessage }],
    ['subscriptions[0].topic: holds the topic of the commands', { topic: 'acme/#', onMessage }],
    ['subscriptions[0].topic: acme/+/readings would bring back what the node publishes on acme/roof-1/readings', { topic: 'acme/+/readings', onMessage }],
  ];
  for (const [message, subscription] of refused) {
    t.throws(() => own(subscription), { code: 'invalid-argument', message: new RegExp(`^${escaped(message)}`) }, message);
  }
  t.throws(() => own({ topic: 'a', onMessage }, { topic: 'a', onMessage }), { message: /^subscriptions\[1\]\.topic: is that of subscriptions\[0\]/ });
  t.throws(() => own(...new Array(8).fill({ topic: 'a', onMessage })), { message: /^subscriptions: must be at most 7, are 8/ });
  t.throws(() => ownSubscriptions({} as never, defaults, variables), { message: /^subscriptions: must be an array/ });
});
