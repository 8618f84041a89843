import { integer, optional, quoted, word } from '../../../modules/at/field.js';
import { type ExtendedParameter, parameterHandlers } from '../line/extended-parameters.js';
import { answer, handle, type Handler, ok, refuse } from '../line/handler.js';
import { CME } from '../line/result-codes.js';
import { actionRow, readRow, setRow, testRow } from '../line/rows.js';
import type { Settings } from '../line/settings.js';
import { CONTEXT_LIMIT, type PdpContexts } from './pdp-contexts.js';
import type { Radio } from './radio.js';

const CONTEXT = integer('context', 1, CONTEXT_LIMIT);
const OPTIONAL_CONTEXT = optional(CONTEXT);

const ATTACH = { summary: 'Attaches to the packet service, or detaches from it.', source: '3GPP TS 27.007 §10.1.9' };
const DEFINE = { summary: 'Defines a packet data context.', source: '3GPP TS 27.007 §10.1.1' };
const ACTIVATE = { summary: 'Activates a packet data context.', source: '3GPP TS 27.007 §10.1.10' };
const ADDRESS = { summary: 'Tells the addresses of contexts.', source: '3GPP TS 27.007 §10.1.14' };
const DETAILS = { summary: 'Tells what the network has set for an active context.', source: '3GPP TS 27.007 §10.1.23' };

const TYPES = ['IP', 'IPV6', 'IPV4V6'];
/** The bearer's number, which starts at 5 (3GPP TS 24.007). */
const FIRST_BEARER = 4;
const NAME_SERVERS = ['119.29.29.29', '223.5.5.5'];

export const PACKET_PARAMETERS: readonly ExtendedParameter[] = [
  {
    name: '+CGEREP', fields: [integer('mode', 0, 2), optional(integer('buffer', 0, 1))], initial: [0, 0],
    summary: 'Chooses whether events of the packet service are reported.', source: '3GPP TS 27.007 §10.1.19',
  },
  {
    name: '+CGSMS', fields: [integer('service', 0, 3)], initial: [1],
    summary: 'Chooses the service that carries short messages.', source: '3GPP TS 27.007 §10.1.21',
  },
  {
    name: '+CGCLASS', fields: [quoted('class', 1, 2)], initial: ['A'],
    summary: 'Chooses the mobile class.', source: '3GPP TS 27.007 §10.1.11', range: '("A")',
  },
  {
    name: '+CEMODE', fields: [integer('mode', 0, 3)], initial: [2],
    summary: 'Chooses the mode of operation in LTE.', source: '3GPP TS 27.007 §10.1.28',
  },
];

const SETTABLE = [
  CONTEXT,
  optional(quoted('type', 1, 8)),
  optional(quoted('apn', 0, 100)),
  optional(quoted('address', 0, 64)),
  optional(integer('dataCompression', 0, 2)),
  optional(integer('headerCompression', 0, 4)),
];
const DEFINITION = [CONTEXT, ...SETTABLE.slice(1)];
const ADDRESS_REPLY = [CONTEXT, quoted('address', 0, 64)];
const DETAILS_TEXTS = ['apn', 'address', 'gateway', 'dns', 'secondDns'].map((name) => quoted(name, 0, 100));
const DETAILS_REPLY = [CONTEXT, word('bearer'), ...DETAILS_TEXTS];

/** Made once: a module makes its handlers at each start. */
const CGATT_READ = readRow('+CGATT', ATTACH, [integer('state', 0, 1)]);
const CGATT_SET = setRow('+CGATT', ATTACH, [integer('state', 0, 1)]);
const CGDCONT_READ = readRow('+CGDCONT', DEFINE, DEFINITION);
const CGDCONT_SET = setRow('+CGDCONT', DEFINE, SETTABLE);
const CGDCONT_TEST = testRow('+CGDCONT', DEFINE);
const CGACT_READ = readRow('+CGACT', ACTIVATE, [CONTEXT, integer('state', 0, 1)]);
const CGACT_SET = setRow('+CGACT', ACTIVATE, [integer('state', 0, 1), OPTIONAL_CONTEXT]);
const CGACT_TEST = testRow('+CGACT', ACTIVATE);
const CGPADDR_SET = setRow('+CGPADDR', ADDRESS, [CONTEXT], ADDRESS_REPLY);
const CGPADDR_ACTION = actionRow('+CGPADDR', ADDRESS, ADDRESS_REPLY);
const CGPADDR_TEST = testRow('+CGPADDR', ADDRESS);
const CGCONTRDP_SET = setRow('+CGCONTRDP', DETAILS, [OPTIONAL_CONTEXT], DETAILS_REPLY);
const CGCONTRDP_ACTION = actionRow('+CGCONTRDP', DETAILS, DETAILS_REPLY);
const CGCONTRDP_TEST = testRow('+CGCONTRDP', DETAILS);

/** Attachment and contexts. The data call that carries MQTT is `AT+MIPCALL`'s, beside these. */
export function packetHandlers(contexts: PdpContexts, radio: Radio, settings: Settings): readonly Handler[] {
  const address = (number: number): string => (contexts.isActive(number) ? radio.network.address : '');

  return [
    ...parameterHandlers(PACKET_PARAMETERS, settings),
    handle(CGATT_READ, () => answer([radio.isRegistered ? 1 : 0])),
    handle(CGATT_SET, (fields) => {
      const isWanted = fields.integer('state') === 1;
      return ok(() => radio.setAttached(isWanted));
    }),

    handle(CGDCONT_READ, () =>
      answer(
        ...contexts.numbers.map((number) => {
          const { type, apn } = contexts.get(number) ?? { type: '', apn: '' };
          return [number, type, apn, address(number), 0, 0];
        }),
      ),
    ),
    handle(CGDCONT_SET, (fields) => {
      const number = fields.integer('context');
      const type = fields.text('type');
      if (!fields.has('type')) contexts.undefine(number);
      else if (!TYPES.includes(type)) return refuse(CME.incorrectParameters);
      else contexts.define(number, { type, apn: fields.text('apn') });
      return ok();
    }),
    handle(CGDCONT_TEST, () => answer(...TYPES.map((type) => [`(1-${CONTEXT_LIMIT}),"${type}",,,(0-2),(0-4)`]))),

    handle(CGACT_READ, () =>
      answer(...contexts.numbers.map((number) => [number, contexts.isActive(number) ? 1 : 0])),
    ),
    handle(CGACT_SET, (fields) => {
      const isWanted = fields.integer('state') === 1;
      const numbers = fields.has('context') ? [fields.integer('context')] : contexts.numbers;
      if (isWanted && !radio.isRegistered) return refuse(CME.noNetworkService);
      if (numbers.some((number) => contexts.get(number) === undefined)) return refuse(CME.notAllowed);
      for (const number of numbers) contexts.setActive(number, isWanted);
      return ok();
    }),
    handle(CGACT_TEST, () => answer(['(0,1)'])),

    handle(CGPADDR_SET, (fields) => {
      const number = fields.integer('context');
      return contexts.get(number) === undefined ? refuse(CME.notAllowed) : answer([number, address(number)]);
    }),
    handle(CGPADDR_ACTION, () =>
      answer(...contexts.numbers.map((number) => [number, address(number)])),
    ),
    handle(CGPADDR_TEST, () => answer([`(${contexts.numbers.join(',')})`])),

    handle(CGCONTRDP_SET, (fields) => {
      const isMeant = (number: number): boolean => !fields.has('context') || fields.integer('context') === number;
      return answer(...activeDetails(contexts, radio).filter(([number]) => isMeant(number)));
    }),
    handle(CGCONTRDP_ACTION, () => answer(...activeDetails(contexts, radio))),
    handle(CGCONTRDP_TEST, () => answer([`(${contexts.active.join(',')})`])),
  ];
}

function activeDetails(contexts: PdpContexts, { network }: Radio): readonly (readonly [number, ...(number | string)[]])[] {
  return contexts.active.map((number) => {
    const apn = contexts.get(number)?.apn ?? '';
    return [number, String(number + FIRST_BEARER), apn, network.address, '', ...NAME_SERVERS];
  });
}
