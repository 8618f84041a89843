import { checkArray, checkCallback, checkChoice, checkMethods, refuseUnknownOptions } from '../base/checks.js';
import { invalidArgument } from '../base/errors.js';
import { filterMatches } from './topic-filter.js';
import { SUBSCRIPTION_LIMIT, type TopicSubscription } from './topic-subscriptions.js';
import { filterFrom, topicFrom, type TopicVariables } from './topic-template.js';

const SOURCE = 'docs/topics.md';

/** The topics of one node. */
export interface Topics {
  /** Readings, in the order of their sequence, each in a message of its own. */
  readonly readings: string;
  /** Readings that had to wait, in the order of their sequence, several in a message: a JSON array. Where batches are wanted. */
  readonly backlog: string;
  /** Readings that overtake all others. They have a sequence of their own. */
  readonly alarms: string;
  /** `online` or `offline`, retained; the will says `offline`. */
  readonly status: string;
  /** What the node listens to. */
  readonly command: string;
  /** The answer to each command. */
  readonly response: string;
  /** What the node knows of itself, from time to time. Where it is wanted. */
  readonly health: string;
}

/**
 * Templates of the node's topics: text, and the variables `{nodeId}` and `{topicPrefix}`. What is left out is
 * `{topicPrefix}/{nodeId}/` and its name.
 */
export type TopicTemplates = Partial<Topics>;

/** The topics by default: `<prefix>/<nodeId>/…`; both are validated with the configuration. */
export function topicsOf(prefix: string, nodeId: string): Topics {
  const base = `${prefix}/${nodeId}`;
  return {
    readings: `${base}/readings`,
    backlog: `${base}/backlog`,
    alarms: `${base}/alarms`,
    status: `${base}/status`,
    command: `${base}/command`,
    response: `${base}/response`,
    health: `${base}/health`,
  };
}

/** Bytes that the longest suffix adds to prefix, slash and node id. */
export const TOPIC_SUFFIX_LENGTH = 9;

/**
 * The topics by templates, and by `defaults` where there is none. Throws `invalid-argument`, which names the one that is wrong, and for
 * two that are alike: what comes on them could not be told apart. Only `backlog` may be that of `readings`, whose sequence it shares.
 */
export function topicsFrom(templates: TopicTemplates, defaults: Topics, variables: TopicVariables): Topics {
  const names = Object.keys(defaults) as (keyof Topics)[];
  refuseUnknownOptions(templates, names, 'topics.', SOURCE);
  const topics: { -readonly [Name in keyof Topics]: string } = { ...defaults };
  for (let index = 0; index < names.length; index += 1) {
    const template = templates[names[index]];
    if (template !== undefined) topics[names[index]] = topicFrom(template, variables, `topics.${names[index]}`);
  }
  for (let index = 0; index < names.length; index += 1) refuseTwin(topics, names, index);
  return topics;
}

function refuseTwin(topics: Topics, names: readonly (keyof Topics)[], index: number): void {
  for (let other = 0; other < index; other += 1) {
    if (topics[names[index]] !== topics[names[other]]) continue;
    if (names[other] === 'readings' && names[index] === 'backlog') continue;
    throw invalidArgument(`topics.${names[index]}`, `must be another than topics.${names[other]}`, SOURCE);
  }
}

/** What the node publishes, but for what a program makes with `topic()`. */
export function publishedTopics({ readings, backlog, alarms, status, response, health }: Topics): readonly string[] {
  return [readings, backlog, alarms, status, response, health];
}

/**
 * A program's own subscriptions, with their templates filled in. Throws `invalid-argument`, which names the one that is wrong: also one
 * that is there twice, and one that would bring back what the node publishes itself, which costs its air time twice over.
 */
export function ownSubscriptions(
  subscriptions: readonly TopicSubscription[],
  topics: Topics,
  variables: TopicVariables,
): readonly TopicSubscription[] {
  checkArray('subscriptions', subscriptions, SOURCE);
  // One is the node's: that of its commands.
  if (subscriptions.length > SUBSCRIPTION_LIMIT - 1) {
    throw invalidArgument('subscriptions', `must be at most ${SUBSCRIPTION_LIMIT - 1}, are ${subscriptions.length}`, SOURCE);
  }
  const own: TopicSubscription[] = [];
  for (let index = 0; index < subscriptions.length; index += 1) {
    const subscription = checkedSubscription(subscriptions[index], `subscriptions[${index}]`, variables);
    refuseTaken(subscription.topic, `subscriptions[${index}].topic`, own, topics);
    own.push(subscription);
  }
  return own;
}

function checkedSubscription(subscription: TopicSubscription, argument: string, variables: TopicVariables): TopicSubscription {
  refuseUnknownOptions(subscription, ['topic', 'QoS', 'onMessage', 'onTooLong'], `${argument}.`, SOURCE);
  const { topic, QoS = 0 } = subscription;
  checkChoice(`${argument}.QoS`, QoS, [0, 1, 2], SOURCE);
  checkMethods(`${argument}.onMessage`, subscription, ['onMessage'], 'a function', SOURCE);
  checkCallback(`${argument}.onTooLong`, subscription.onTooLong, SOURCE);
  return {
    topic: filterFrom(topic, variables, `${argument}.topic`),
    QoS,
    onMessage: (payload, from) => subscription.onMessage(payload, from),
    onTooLong: (from) => subscription.onTooLong?.(from),
  };
}

function refuseTaken(filter: string, argument: string, others: readonly TopicSubscription[], topics: Topics): void {
  if (filterMatches(filter, topics.command)) throw invalidArgument(argument, 'holds the topic of the commands', SOURCE);
  for (let index = 0; index < others.length; index += 1) {
    if (others[index].topic === filter) throw invalidArgument(argument, `is that of subscriptions[${index}], too`, SOURCE);
  }
  const published = publishedTopics(topics);
  for (let index = 0; index < published.length; index += 1) refuseEcho(filter, published[index], argument);
}

/** Throws `invalid-argument` where a subscription would bring back what is published on `topic`. */
export function refuseEcho(filter: string, topic: string, argument: string): void {
  if (!filterMatches(filter, topic)) return;
  throw invalidArgument(argument, `${filter} would bring back what the node publishes on ${topic}`, SOURCE);
}

/** Throws `invalid-argument` for a topic of a program's own that is one of the node's, or that a subscription would bring back. */
export function checkOwnTopic(topic: string, topics: Topics, subscriptions: readonly TopicSubscription[]): void {
  const names = Object.keys(topics) as (keyof Topics)[];
  for (let index = 0; index < names.length; index += 1) {
    if (topics[names[index]] === topic) throw invalidArgument('topic', `must be another than topics.${names[index]}`, SOURCE);
  }
  for (let index = 0; index < subscriptions.length; index += 1) {
    if (!filterMatches(subscriptions[index].topic, topic)) continue;
    throw invalidArgument('topic', `subscriptions[${index}] would bring back what is published on ${topic}`, SOURCE);
  }
}
