import { invalidArgument } from '../base/errors.js';
import { checkTopicText } from '../telemetry/topic-template.js';

const SOURCE = 'configuration';
const NODE_ID_LIMIT = 64;

/** Throws `invalid-argument` for what is no `nodeId` of a configuration. */
export function checkNodeId(nodeId: string): void {
  checkTopicText('nodeId', nodeId, 1, NODE_ID_LIMIT, SOURCE);
  if (nodeId.indexOf('/') >= 0) throw invalidArgument('nodeId', 'must not hold /', SOURCE);
}
