import { checkString } from '../base/checks.js';
import { invalidArgument } from '../base/errors.js';
import { utf8Length } from '../base/utf8.js';
import { wildcardProblem } from './topic-filter.js';

/** Bytes of the longest topic that the module takes (docs/facts.md#publish). */
export const TOPIC_LIMIT = 255;
const SOURCE = 'docs/topics.md';

/** What may stand in a template as `{name}`, by its name. */
export type TopicVariables = Readonly<Record<string, string>>;

/** The topic that a template is with these variables. Throws `invalid-argument`, which names `argument` and what is wrong. */
export function topicFrom(template: string, variables: TopicVariables, argument: string): string {
  const topic = expand(template, variables, argument);
  checkTopicText(argument, topic, 1, TOPIC_LIMIT, SOURCE);
  return topic;
}

/** The same for a topic filter, which may hold wildcards. */
export function filterFrom(template: string, variables: TopicVariables, argument: string): string {
  const filter = expand(template, variables, argument);
  checkText(argument, filter, 1, TOPIC_LIMIT, SOURCE);
  const problem = wildcardProblem(filter);
  if (problem !== undefined) throw invalidArgument(argument, problem, SOURCE);
  return filter;
}

/** Throws `invalid-argument` for what is no part of a topic to publish on, of `shortest` to `longest` bytes. */
export function checkTopicText(argument: string, value: unknown, shortest: number, longest: number, source: string): void {
  checkText(argument, value as string, shortest, longest, source);
  const text = value as string;
  if (text.indexOf('+') < 0 && text.indexOf('#') < 0) return;
  throw invalidArgument(argument, 'must not hold the wildcards + and #', source);
}

function checkText(argument: string, value: string, shortest: number, longest: number, source: string): void {
  checkString(argument, value, source);
  const length = utf8Length(value);
  if (length < shortest || length > longest) {
    throw invalidArgument(argument, `must be ${shortest} to ${longest} bytes long, is ${length}`, source);
  }
  for (let index = 0; index < value.length; index += 1) {
    const code = value.charCodeAt(index);
    if (code < 0x20 || code === 0x7f) throw invalidArgument(argument, 'must not hold control characters', source);
  }
  if (value.indexOf('"') >= 0) throw invalidArgument(argument, 'must not hold a double quote', source);
}

function expand(template: string, variables: TopicVariables, argument: string): string {
  checkString(argument, template, SOURCE);
  let text = '';
  let at = 0;
  for (let start = template.indexOf('{'); start >= 0; start = template.indexOf('{', at)) {
    const end = template.indexOf('}', start);
    if (end < 0) throw invalidArgument(argument, 'a { wants its }', SOURCE);
    text += template.substring(at, start) + valueOf(template.substring(start + 1, end), variables, argument);
    at = end + 1;
  }
  const rest = template.substring(at);
  if (rest.indexOf('}') >= 0) throw invalidArgument(argument, 'a } without its {', SOURCE);
  return text + rest;
}

/** The name is looked up among the known ones: on XS a property that is asked for takes a key for ever. */
function valueOf(name: string, variables: TopicVariables, argument: string): string {
  const names = Object.keys(variables);
  if (names.indexOf(name) >= 0) return variables[name];
  throw invalidArgument(argument, `{${name}} is no variable; {${names.join('}, {')}} are`, SOURCE);
}
