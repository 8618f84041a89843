import type { Sim } from '../../cellular/sim.js';
import { latin1Text } from '../../line/byte-text.js';
import type { ElementaryFile } from './elementary-file.js';
import { accessFile, type FileAccess, INSTRUCTION } from './file-instructions.js';
import { answered, type CardAnswer, failed, STATUS, triesLeft } from './status-words.js';

const SELECT = 0xa4;
const VERIFY = 0x20;
const UNBLOCK = 0x2c;
const MASTER_FILE = 0x3f00;
/** CLA, INS, P1, P2. */
const HEADER_LENGTH = 4;
/** The subscriber's PIN, by its GSM number and by its USIM number. */
const PIN_KEYS = [0x00, 0x01];
const SECOND_PIN_KEY = 0x81;
/** The second PIN's counters; it is never used here. */
const SECOND_TRIES = 3;
const SECOND_UNBLOCKING_TRIES = 10;
const CODE_LENGTH = 8;
const CLASSES = [0x00, 0x80, 0xa0];

/** `AT+CSIM`: whole instructions for the card, which remembers the file that was selected. */
export class CardTerminal {
  readonly #sim: Sim;
  #selected: ElementaryFile | undefined;
  #response: Uint8Array = new Uint8Array(0);

  constructor(sim: Sim) {
    this.#sim = sim;
  }

  transmit(command: Uint8Array): CardAnswer {
    if (command.length < HEADER_LENGTH) return failed(STATUS.wrongLength);
    const [kind, instruction, p1, p2, length = 0] = command;
    const data = command.subarray(HEADER_LENGTH + 1, HEADER_LENGTH + 1 + length);
    if (!CLASSES.includes(kind)) return failed(STATUS.unknownClass);
    switch (instruction) {
      case SELECT:
        return this.#select(data);
      case VERIFY:
        return this.#verify(p2, data);
      case UNBLOCK:
        return this.#unblock(p2, data);
      case INSTRUCTION.getResponse:
        return answered(this.#response.slice(0, length === 0 ? undefined : length));
      default:
        return this.#access({ instruction, p1, p2, length, data });
    }
  }

  /** The status is that of the application where no file is selected. */
  #access(access: FileAccess): CardAnswer {
    const file = this.#selected;
    if (file === undefined) return failed(access.instruction === INSTRUCTION.status ? STATUS.ok : STATUS.commandIncompatible);
    const isAllowed = file.isPublic || this.#sim.state === 'ready' || access.instruction === INSTRUCTION.status;
    return isAllowed ? accessFile(file, access) : failed(STATUS.securityNotSatisfied);
  }

  /** By the last identifier of a path; what it is comes with GET RESPONSE (61XX). */
  #select(path: Uint8Array): CardAnswer {
    if (path.length < 2) return failed(STATUS.wrongLength);
    const id = (path[path.length - 2] << 8) | path[path.length - 1];
    const file = this.#sim.card.files.find(id);
    if (file === undefined) {
      const isDirectory = id === MASTER_FILE || this.#sim.card.files.hasDirectory(id);
      return failed(isDirectory ? STATUS.ok : STATUS.fileNotFound);
    }
    this.#selected = file;
    this.#response = accessFile(file, { instruction: INSTRUCTION.getResponse, p1: 0, p2: 0, length: 0, data: path }).data;
    return failed(0x6100 | this.#response.length);
  }

  /** Without data it is a question for the tries that are left. */
  #verify(key: number, data: Uint8Array): CardAnswer {
    const { card, state } = this.#sim;
    if (key === SECOND_PIN_KEY) return triesLeft(SECOND_TRIES);
    if (!PIN_KEYS.includes(key)) return failed(STATUS.wrongParameters);
    if (data.length === 0) return triesLeft(card.pinTries);
    const pin = codeOf(data);
    const isRight = state === 'pin' ? this.#sim.enterPin(pin) : card.verifyPin(pin);
    return isRight ? failed(STATUS.ok) : triesLeft(card.pinTries);
  }

  #unblock(key: number, data: Uint8Array): CardAnswer {
    const { card } = this.#sim;
    if (key === SECOND_PIN_KEY) return triesLeft(SECOND_UNBLOCKING_TRIES);
    if (data.length === 0) return triesLeft(card.pukTries);
    const isRight = this.#sim.unblock(codeOf(data.subarray(0, CODE_LENGTH)), codeOf(data.subarray(CODE_LENGTH)));
    return isRight ? failed(STATUS.ok) : triesLeft(card.pukTries);
  }
}

/** Digits, filled up with FF. */
function codeOf(data: Uint8Array): string {
  return latin1Text(data.filter((byte) => byte !== 0xff));
}
