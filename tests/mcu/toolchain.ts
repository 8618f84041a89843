import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { engineSources, hostFiles, includeFolders, WRAPPED } from '../xs/host/sources.js';

/** From build/tests/mcu/ to the sources in C. */
const FOLDER = fileURLToPath(new URL('../../../tests/mcu/', import.meta.url));

/** Emulated cores: what compiles for them. */
export type Core = 'rv32' | 'lx106';

/** As a release for a device has it, or counting computrons as the XS host on a PC does. */
export type Metering = 'unmetered' | 'metered';

interface Target {
  readonly compiler: string;
  readonly board: string;
  /** Of the compiler and the linker. */
  readonly machine: readonly string[];
  readonly compile: readonly string[];
  readonly link: readonly string[];
  /** Files of the board that this one does without. */
  readonly leftOut: readonly string[];
}

const TARGETS: Readonly<Record<Core, Target>> = {
  rv32: {
    compiler: 'riscv64-unknown-elf-gcc',
    board: 'riscv-virt',
    // The instruction set of an ESP32-C3 and C6.
    machine: ['--specs=picolibc.specs', '-march=rv32imac', '-mabi=ilp32'],
    compile: [],
    link: ['--crt0=semihost', '--oslib=semihost'],
    leftOut: ['xtensa-arithmetic.c', 'xtensa-arena.c'],
  },
  lx106: {
    compiler: 'xtensa-lx106-elf-gcc',
    board: 'xtensa-sim',
    machine: ['--specs=/usr/lib/xtensa-lx106-elf/picolibc.specs', '-mtext-section-literals', '-mlongcalls'],
    compile: ['-DmxUnalignedAccess=0', '-DmxMisalignedSettersCrash=1', '-DCLOCK_KILOHERTZ=40000'],
    link: ['-nostartfiles', '-Wl,--no-warn-rwx-segments'],
    leftOut: ['exit.c', 'riscv-arena.c'],
  },
};

const BOARDS = Object.values(TARGETS).map(({ board }) => `${board}.c`);

/** What the engine is made of here, as on the PC (tests/xs/host/sources.ts), but for its platform. */
const DEFINITIONS = [
  'INCLUDE_XSPLATFORM',
  'XSPLATFORM="mcu-platform.h"',
  'mxLockdown=1',
  'mxMinusZero=1',
  'mxNoConsole=1',
  'mxParse=1',
  'mxRegExpUnicodePropertyEscapes=1',
  'mxRun=1',
  'mxSloppy=1',
  'mxSnapshot=1',
  'mxStringNormalize=1',
];

/** A device's release counts no computrons, and does not look at the bounds of its stack; what machine.c reads is a field then. */
const BY_METERING: Readonly<Record<Metering, readonly string[]>> = {
  metered: ['mxBoundsCheck=1', 'mxMetering=1', 'mxProfile=1'],
  unmetered: ['meterIndex=promiseJobs'],
};

/** What counters.c, boot.c and program.c stand before. */
const COUNTED = ['machineCounters', 'machineMarkPeaks', 'main', 'fopen'];

export interface Build {
  readonly compiler: string;
  readonly sources: readonly string[];
  readonly flags: { readonly compiler: readonly string[]; readonly linker: readonly string[] };
}

export function compilerOf(core: Core): string {
  return TARGETS[core].compiler;
}

/** The project's own files, headers and linker scripts among them. */
export function ownFiles(): string[] {
  const own = ['board', 'core', 'engine'].flatMap((folder) => readdirSync(join(FOLDER, folder)).map((name) => join(FOLDER, folder, name)));
  return [...own, ...hostFiles()];
}

export function build(core: Core, metering: Metering): Build {
  const target = TARGETS[core];
  const includes = [join(FOLDER, 'engine'), join(FOLDER, 'board'), join(FOLDER, 'core'), ...includeFolders()];
  const definitions = [...DEFINITIONS, ...BY_METERING[metering]];
  return {
    compiler: target.compiler,
    sources: [...engineSources(), ...ownFiles().filter((path) => isCompiled(path, target))],
    flags: {
      compiler: [
        ...target.machine,
        // As Moddable builds for an ESP32.
        '-Os',
        '-w',
        '-std=gnu11',
        '-fno-common',
        '-ffunction-sections',
        '-fdata-sections',
        // engine/rounding.c defines them.
        '-fno-builtin-floor',
        '-fno-builtin-ceil',
        '-include',
        join(FOLDER, 'engine/posix.h'),
        ...target.compile,
        ...definitions.map((name) => `-D${name}`),
        ...includes.map((path) => `-I${path}`),
      ],
      linker: [
        ...target.machine,
        '-Os',
        ...target.link,
        `-L${join(FOLDER, 'board')}`,
        '-T',
        `${target.board}.ld`,
        ...[...WRAPPED, ...COUNTED].map((name) => `-Wl,--wrap=${name}`),
        '-lm',
        '-lc',
        '-lgcc',
      ],
    },
  };
}

/** Of the host's files for a process of the PC, whose place is taken by core/exchange-uart.c and the board's arena. */
const OF_PROCESSES = ['/host/exchange.c', '/host/arena.c'];

function isCompiled(path: string, { board, leftOut }: Target): boolean {
  const name = basename(path);
  const isForeign = BOARDS.includes(name) && name !== `${board}.c`;
  return name.endsWith('.c') && !OF_PROCESSES.some((ending) => path.endsWith(ending)) && !isForeign && !leftOut.includes(name);
}
