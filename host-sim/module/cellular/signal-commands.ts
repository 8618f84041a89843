import { extendedSignalQuality, signalQuality, signalQualityQuery } from '../../../modules/cellular/network.js';
import { signalPower } from '../../../modules/cellular/signal.js';
import { answer, handle, type Handler } from '../line/handler.js';
import { testRow } from '../line/rows.js';
import type { Radio } from './radio.js';

const PURPOSE = { summary: 'Tells the signal of each technology; 99 and 255 are unknown.', source: '3GPP TS 27.007 §8.69' };
/** In 10 MHz of LTE, RSSI is the power of 600 subcarriers and RSRP that of one. */
const RSSI_OVER_RSRP = 28;
/** `+CESQ` counts RSRP from −141 dBm on, and RSRQ in steps of half a dB from −20 dB on. */
const RSRP_ZERO = -141;
const GOOD_RSRQ = 20;

/** Made once: a module makes its handlers at each start. */
const CSQ_TEST = testRow('+CSQ', PURPOSE);
const CESQ_TEST = testRow('+CESQ', PURPOSE);

export function signalHandlers(radio: Radio): readonly Handler[] {
  return [
    handle(signalQuality, () => answer(radio.signal)),
    handle(signalQualityQuery, () => answer(radio.signal)),
    handle(extendedSignalQuality, () => answer([99, 99, 255, 255, ...extendedQuality(radio.signal[0])])),
    handle(CSQ_TEST, () => answer(['(0-31,99),(0-7,99)'])),
    handle(CESQ_TEST, () => answer(['(0-63,99),(0-7,99),(0-96,255),(0-49,255),(0-34,255),(0-97,255)'])),
  ];
}

/** RSRQ and RSRP of a full cell for the first value of `+CSQ`. */
function extendedQuality(signal: number): readonly [rsrq: number, rsrp: number] {
  const rssi = signalPower(signal);
  if (rssi === undefined) return [255, 255];
  return [GOOD_RSRQ, Math.max(0, Math.min(rssi - RSSI_OVER_RSRP - RSRP_ZERO, 97))];
}
