import type { CellularError } from '../../../modules/base/errors.js';
import type { SimWord } from '../../../modules/modem/facts.js';

/** What was asked for, as far as advice depends on it. */
export interface Circumstances {
  readonly apn?: string;
  readonly hasPin: boolean;
  readonly host?: string;
  readonly isTls: boolean;
  /** What the module says of the SIM card. */
  readonly sim?: SimWord;
  /** dBm; `undefined` where the module does not know. */
  readonly RSSI?: number;
}

/** What to try against an error of the driver, the likeliest first. */
export function adviceFor(error: CellularError, circumstances: Circumstances): readonly string[] {
  switch (error.code) {
    case 'unresponsive':
      return [
        'check that the module has power, and hold PWRKEY low for two seconds to switch it on',
        'check that RX and TX are crossed, and that --baud is the rate of the module',
        'a module on USB has several ports; try the next one',
        'end other programs that use the port',
      ];
    case 'sim-absent':
      return cardAdvice(circumstances.sim);
    case 'sim-pin':
      return pinAdvice(circumstances.hasPin);
    case 'sim-puk':
      return [
        'enter the PUK that came with the card, in a phone or with AT+CPIN="<puk>","<new pin>"; ten wrong ones end the card',
      ];
    case 'registration-denied':
      return [
        'ask the supplier whether the card is active, has credit, and may be used with this kind of device',
        'abroad, ask whether its plan includes roaming in this country',
        'try the card in a phone: where that is denied too, it is the card',
      ];
    case 'not-registered':
      return registrationAdvice(circumstances.RSSI);
    case 'no-address':
      return addressAdvice(circumstances.apn);
    case 'no-time':
      return [
        'the carrier or the APN may keep NTP (UDP port 123) from passing; ask, or use an APN that lets it through',
        'without the time TLS cannot work; connections without TLS can',
      ];
    case 'tls':
      return tlsAdvice(Number(error.result ?? NaN), circumstances.host);
    case 'connection-refused':
      return refusalAdvice(Number(error.result ?? NaN), circumstances);
    case 'connection-lost':
      return ['the network lost the connection right away; try again, where the signal is better'];
    default:
      return ['switch the module off and on, and try again', '`--trace` shows what it answered'];
  }
}

/** What to try against a bad signal. */
export const SIGNAL_ADVICE: readonly string[] = [
  'check that the antenna is screwed on, at the connector for the main antenna',
  'move the antenna out of metal, away from the ground and from other radios',
  'check that the antenna is made for the bands of the carrier',
];

/** A card that is there and is not read is another matter than none. */
function cardAdvice(sim: SimWord | undefined): readonly string[] {
  const isThere = sim === 'busy' || sim === 'failure';
  return [
    isThere
      ? 'the module has a card and cannot read it: take it out, wipe its contacts, and insert it again; switch the module off before'
      : 'insert a SIM card, contacts down, until it clicks; switch the module off before',
    'try the card in a phone',
    'check the wiring of the card holder, its detection switch included',
  ];
}

function pinAdvice(hasPin: boolean): readonly string[] {
  return hasPin
    ? ['check the PIN before trying again: the third wrong one locks the card', 'a phone shows how many tries are left']
    : ['give it with --pin', 'or have a phone switch the PIN off'];
}

function registrationAdvice(RSSI: number | undefined): readonly string[] {
  if (RSSI === undefined) return SIGNAL_ADVICE;
  return [
    'a first registration can take seven minutes, mostly abroad: give it more time with --limit 420',
    'check that the carrier has a network here that the module knows: bands, LTE or 2G',
    'try the card in a phone',
    ...SIGNAL_ADVICE.slice(0, 1),
  ];
}

function addressAdvice(apn: string | undefined): readonly string[] {
  const usual = 'ask the supplier of the card for it; usual are CMNET or CMIOT for China Mobile, 3GNET for China Unicom';
  return [
    apn === undefined ? `name the APN with --apn: ${usual}` : `check the APN, ${apn} was used: ${usual}`,
    'ask whether the card has a data plan, and credit',
  ];
}

function tlsAdvice(code: number, host: string | undefined): readonly string[] {
  if (code === -11) {
    return [
      "check that --ca is the root certificate of the broker's chain: openssl s_client -showcerts shows which that is",
      `check that the broker's certificate names ${host ?? 'the host'}, and has not expired`,
    ];
  }
  if (code <= -12 && code >= -19) return ['the broker wants a certificate of the client, or refuses the one it was shown'];
  return ['check that --port is the one for TLS, usually 8883', 'check that the broker takes TLS 1.2'];
}

function refusalAdvice(reason: number, { isTls, host }: Circumstances): readonly string[] {
  if (reason === 703 || reason === 704) return ['check --user and the password, and what the broker lets this user do'];
  if (reason === 701) return ['the broker does not like the client identifier; try another with --id'];
  if (reason === 702) return ['the broker says that it is not available: look at the broker'];
  return [
    `check that ${host ?? 'the host'} is right and can be reached from the internet: a private address cannot`,
    `check --port: usual are ${isTls ? '8883 with' : '1883 without'} TLS`,
    'check --user and the password; many brokers refuse without saying why',
    ...(isTls ? [] : ['brokers that want TLS hang up: try --tls']),
  ];
}
