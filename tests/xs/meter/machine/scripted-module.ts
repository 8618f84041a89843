import type { SerialOptions, SerialPort } from '../../../../modules/ports/serial.js';
import { host } from '../../host/globals.js';
import { bytesOf } from './bytes.js';
import { beginTurn, endTurn, enterDriver, leaveDriver } from './meter.js';
import { arm, isArmed, peerTimer } from './timer.js';

/**
 * The other end of the UART: a module that answers what was prepared, and allocates nothing while it does. The UART is an
 * ESP32's under Moddable: 128 bytes each way; what has come is told of when it is 96 bytes, the register's value after a reset,
 * or when the line is quiet, and free room when no more than 10 bytes are left to be sent.
 */
const FIFO = 128;
const TOLD_AT = 96;
const ROOM = FIFO - 10;
/** Milliseconds that {@link TOLD_AT} bytes take at 115,200 baud. */
const TRANSFER = 9;
const CR = 0x0d;
const ZERO = 0x30;
const NOTHING = new Uint8Array(0);

/** Bytes of data that the command's last argument tells. */
const AS_TOLD = -1;

export interface Answer {
  /** The command line with its CR; without that argument where it is not prepared for one length alone. */
  readonly command: Uint8Array;
  says: Uint8Array;
  /** Bytes of data that the command then takes. */
  data: number;
  /** What is said when those bytes have come. */
  saysThen: Uint8Array;
  /** Messages that wait, where the command takes one: then it is answered so, and else with {@link EMPTY}. */
  waiting: number;
}

/** Where any number is there. */
const ENDLESS = Infinity;
const EMPTY = bytesOf('\r\nOK\r\n');

const answers: Answer[] = [];
const line = new Uint8Array(2048);
let lineLength = 0;
let current: Answer | undefined = undefined;
let dataLeft = 0;

/** What the module has to say. All is copied natively, as ten thousand messages are to take seconds. */
const speech = new Uint8Array(4096);
let speechLength = 0;
/** The first bytes of it are in the FIFO. */
let waiting = 0;
let room = 0;
let options: SerialOptions | undefined = undefined;

const delivery = peerTimer(deliver);
const drain = peerTimer(tellRoom);

/** `embedded:io/serial`. */
export class Serial implements SerialPort {
  constructor(given: SerialOptions) {
    options = given;
    arm(drain, TRANSFER);
  }

  read(target: Uint8Array): number | undefined {
    const wasInside = leaveDriver();
    const count = waiting === 0 ? undefined : take(target);
    enterDriver(wasInside);
    return count;
  }

  write(bytes: Uint8Array): void {
    const wasInside = leaveDriver();
    if (bytes.length > room) throw new RangeError('output full');
    room -= bytes.length;
    hear(bytes);
    if (!isArmed(drain)) arm(drain, TRANSFER);
    enterDriver(wasInside);
  }

  close(): void {
    options = undefined;
  }
}

/** Has the command answered so, from now on; one that takes data is answered with its prompt first. */
export function answer(command: string, says: string, data = 0, saysThen = ''): void {
  prepare(bytesOf(`${command}\r`), says, data, saysThen);
}

/** Has each command answered so that begins like this and ends with the length of its data, however long. */
export function answerAnyLength(beginning: string, says: string, saysThen: string): void {
  prepare(bytesOf(beginning), says, AS_TOLD, saysThen);
}

/** Has the command answered so as often as {@link announce} has announced it. */
export function answerAnnounced(command: string, says: string): Answer {
  const prepared = prepare(bytesOf(`${command}\r`), says, 0, '');
  prepared.waiting = 0;
  return prepared;
}

/** A message waits, and the module says so. */
export function announce(message: Answer, announcement: Uint8Array): void {
  message.waiting += 1;
  say(announcement);
}

function prepare(bytes: Uint8Array, says: string, data: number, saysThen: string): Answer {
  const prepared = find(bytes, bytes.length) ?? { command: bytes, says: NOTHING, data: 0, saysThen: NOTHING, waiting: ENDLESS };
  if (prepared.command === bytes) answers.push(prepared);
  prepared.says = bytesOf(says);
  prepared.data = data;
  prepared.saysThen = bytesOf(saysThen);
  return prepared;
}

/** The module says this when it has said all else. */
export function say(bytes: Uint8Array): void {
  speech.set(bytes, speechLength);
  speechLength += bytes.length;
  if (!isArmed(delivery)) arm(delivery, TRANSFER);
}

/** A piece of a command line, which ends with its CR, or of data. */
function hear(bytes: Uint8Array): void {
  if (dataLeft > 0) {
    dataLeft -= bytes.length;
    if (dataLeft === 0 && current !== undefined) say(current.saysThen);
    return;
  }
  line.set(bytes, lineLength);
  lineLength += bytes.length;
  if (line[lineLength - 1] === CR) obey();
}

function obey(): void {
  current = find(line, lineLength) ?? findBeginning();
  if (current === undefined) throw new Error(`script.ts prepares no answer to ${String.fromCharCode(...line.subarray(0, lineLength))}`);
  dataLeft = current.data === AS_TOLD ? toldLength(current.command.length) : current.data;
  lineLength = 0;
  say(current.waiting > 0 ? current.says : EMPTY);
  if (current.waiting > 0) current.waiting -= 1;
}

/** The number from there on to the CR. */
function toldLength(start: number): number {
  let length = 0;
  for (let index = start; index < lineLength - 1; index += 1) length = length * 10 + line[index] - ZERO;
  return length;
}

function findBeginning(): Answer | undefined {
  for (let index = 0; index < answers.length; index += 1) {
    const { command, data } = answers[index];
    if (data === AS_TOLD && isSame(command, line, command.length)) return answers[index];
  }
  return undefined;
}

function find(bytes: Uint8Array, length: number): Answer | undefined {
  for (let index = 0; index < answers.length; index += 1) if (isSame(answers[index].command, bytes, length)) return answers[index];
  return undefined;
}

function isSame(command: Uint8Array, bytes: Uint8Array, length: number): boolean {
  if (command.length !== length) return false;
  for (let index = 0; index < length; index += 1) if (command[index] !== bytes[index]) return false;
  return true;
}

/** What comes while the FIFO fills up to where it is told of. */
function deliver(): void {
  const told = speechLength < TOLD_AT ? speechLength : TOLD_AT;
  if (told > waiting) waiting = told;
  if (waiting < speechLength) arm(delivery, TRANSFER);
  if (options === undefined) return;
  beginTurn();
  options.onReadable(waiting);
  endTurn();
}

function take(target: Uint8Array): number {
  // An integer, as native code counts: `Math.min` gives XS 13 a floating-point number, with which all is reckoned from then on.
  const count = target.length < waiting ? target.length : waiting;
  host.copy(target, speech, count);
  waiting -= count;
  speechLength -= count;
  speech.copyWithin(0, count, count + speechLength);
  return count;
}

function tellRoom(): void {
  room = ROOM;
  if (options === undefined) return;
  beginTurn();
  options.onWritable(room);
  endTurn();
}
