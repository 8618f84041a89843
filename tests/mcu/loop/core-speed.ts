/** What an emulated instruction takes on a core. Instructions are counted; cycles for each are assumed, and said. */
export interface CoreSpeed {
  readonly name: string;
  /** Milliseconds that one instruction of the emulated core stands for. */
  readonly instruction: number;
}

const C3_HERTZ = 160e6;
const ESP32_HERTZ = 240e6;
/** Of XS at -Os, instructions of the Xtensa core for each of RV32's: 51 and 69 a computron. */
const XTENSA_INSTRUCTIONS = 51 / 69;
const XTENSA_CYCLES = 1.8;

function c3(cycles: number): CoreSpeed {
  return { name: `ESP32-C3, 160 MHz, ${cycles.toFixed(1)} cycles an instruction`, instruction: (1000 * cycles) / C3_HERTZ };
}

/** From the fastest guess to the slowest. Code in flash that is not in the cache is what makes the difference. */
export const CORE_SPEEDS: readonly CoreSpeed[] = [
  c3(1.5),
  c3(2),
  c3(2.5),
  {
    name: 'ESP32, 240 MHz, RV32 count × 51/69 × 1.8 cycles',
    instruction: (1000 * XTENSA_INSTRUCTIONS * XTENSA_CYCLES) / ESP32_HERTZ,
  },
];
