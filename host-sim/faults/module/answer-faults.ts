import { number, text } from '../fault-options.js';
import type { FaultRow } from '../fault.js';

const COMMAND = text('command', 'AT', 'how the command begins');
const URC = text('urc', '+MQTT', 'how the URC begins');

/** Answers and completions that come late, not at all, twice or in another order, and what one has to wait for after them. */
export const answerFaults: readonly FaultRow[] = [
  {
    name: 'answer-late',
    title: 'The next such command takes longer than its deadline, and is answered then',
    rows: ['F3'],
    span: 'once',
    options: [COMMAND, number('delay', 40, 0, 3600, 'seconds')],
    begin: ({ commands }, values, end) =>
      commands.onCommands((command) => {
        if (!command.startsWith(values.text('command'))) return undefined;
        end();
        return { delay: values.number('delay') * 1000 };
      }),
  },
  {
    name: 'result-late',
    title: 'The next such command that has an information line is answered at once, and its final result comes many seconds later',
    rows: ['F3'],
    span: 'once',
    options: [COMMAND, number('delay', 12, 0, 3600, 'seconds')],
    begin: ({ commands, module }, values, end) => {
      const delay = values.number('delay') * 1000;
      let isAnswered = false;
      const unwatch = commands.onSpeech(({ kind, bytes }, say) => {
        say(bytes);
        if (kind === 'information' && commands.current.startsWith(values.text('command'))) isAnswered = true;
        if (kind === 'final' && isAnswered) end();
      });
      const unwatchCommands = commands.onCommands((command) => {
        undo();
        undo = command.startsWith(values.text('command')) ? module.adjust({ timing: { finalResult: [delay, delay] } }) : () => undefined;
        return undefined;
      });
      let undo = (): void => undefined;
      return () => {
        unwatch();
        unwatchCommands();
        undo();
      };
    },
  },
  {
    name: 'answers-slow',
    title: 'Every command takes longer',
    rows: ['F3'],
    span: 'lasting',
    options: [number('delay', 500, 0, 3600000, 'milliseconds')],
    begin: ({ commands }, values) => commands.onCommands(() => ({ delay: values.number('delay') })),
  },
  {
    name: 'answer-overtaken',
    title: 'The answer of the next such command is said late, when other commands were answered meanwhile',
    rows: ['F3'],
    span: 'once',
    options: [COMMAND, number('delay', 40, 0, 3600, 'seconds')],
    begin: ({ commands, time }, values, end) =>
      commands.onSpeech(({ kind, bytes }, say) => {
        const isAnswer = kind === 'information' || kind === 'final';
        if (!isAnswer || !commands.current.startsWith(values.text('command'))) return say(bytes);
        if (kind === 'final') end();
        const late = bytes.slice();
        time.alarm(() => say(late)).arm(values.number('delay') * 1000);
      }),
  },
  {
    name: 'answer-missing',
    title: 'The next such command is carried out and never answered',
    rows: ['F3'],
    span: 'once',
    options: [COMMAND],
    begin: ({ commands }, values, end) =>
      commands.onSpeech(({ kind, bytes }, say) => {
        const isAnswer = kind === 'information' || kind === 'final';
        if (!isAnswer || !commands.current.startsWith(values.text('command'))) return say(bytes);
        if (kind === 'final') end();
      }),
  },
  {
    name: 'command-ignored',
    title: 'The next such command is taken, not carried out and not answered',
    rows: ['F3', 'F8'],
    span: 'once',
    options: [COMMAND],
    begin: ({ commands }, values, end) =>
      commands.onCommands((command) => {
        if (!command.startsWith(values.text('command'))) return undefined;
        end();
        return { isIgnored: true };
      }),
  },
  {
    name: 'answer-doubled',
    title: 'The final result of the next such command comes twice',
    rows: ['F3'],
    span: 'once',
    options: [COMMAND],
    begin: ({ commands }, values, end) =>
      commands.onSpeech(({ kind, bytes }, say) => {
        say(bytes);
        if (kind !== 'final' || !commands.current.startsWith(values.text('command'))) return;
        end();
        say(bytes);
      }),
  },
  {
    name: 'answer-reordered',
    title: 'OK comes first, and what the next such command asked for behind it',
    rows: ['F12'],
    span: 'once',
    options: [COMMAND, number('delay', 50, 0, 60000, 'milliseconds between the two')],
    begin: ({ commands, time }, values, end) => {
      let kept: readonly Uint8Array[] = [];
      return commands.onSpeech(({ kind, bytes }, say) => {
        const isMeant = commands.current.startsWith(values.text('command'));
        if (isMeant && kind === 'information') {
          kept = [...kept, bytes.slice()];
          return;
        }
        say(bytes);
        if (kind !== 'final' || kept.length === 0) return;
        end();
        time.alarm(() => kept.forEach((line) => say(line))).arm(values.number('delay'));
      });
    },
  },
  {
    name: 'completion-late',
    title: 'The next such completion URC comes after its deadline',
    rows: ['F3', 'F12', 'F33'],
    span: 'once',
    options: [URC, number('delay', 40, 0, 3600, 'seconds')],
    begin: ({ commands, time }, values, end) =>
      commands.onSpeech(({ kind, name = '', bytes }, say) => {
        if (kind !== 'urc' || !name.startsWith(values.text('urc'))) return say(bytes);
        end();
        time.alarm(() => say(bytes)).arm(values.number('delay') * 1000);
      }),
  },
  {
    name: 'completion-crossing',
    title: 'The next such completion URC comes late, and just when another such command was accepted',
    rows: ['F33'],
    span: 'once',
    options: [
      text('name', '+MQTTPUB', 'of the command and its URC'),
      number('delay', 60, 0, 3600, 'seconds that it is late at least'),
      number('limit', 600, 0, 3600, 'and at most'),
    ],
    begin: ({ commands, time }, values, end) => {
      const name = values.text('name');
      let held: Uint8Array | undefined;
      let heldAt = 0;
      let sayHeld = (): void => undefined;
      const alarm = time.alarm(() => sayHeld());
      const undo = commands.onSpeech(({ kind, name: urc, bytes }, say) => {
        if (held === undefined && kind === 'urc' && urc === name) {
          held = bytes.slice();
          heldAt = time.now();
          const late = held;
          sayHeld = () => {
            alarm.disarm();
            end();
            say(late);
          };
          return alarm.arm(values.number('limit') * 1000);
        }
        say(bytes);
        const isCrossed = held !== undefined && kind === 'final' && commands.current === `AT${name}=`;
        if (isCrossed && time.now() - heldAt >= values.number('delay') * 1000) sayHeld();
      });
      return () => {
        alarm.disarm();
        undo();
      };
    },
  },
  {
    name: 'completion-missing',
    title: 'The next such completion URC never comes',
    rows: ['F3', 'F19'],
    span: 'once',
    options: [URC],
    begin: ({ commands }, values, end) =>
      commands.onSpeech(({ kind, name = '', bytes }, say) => {
        if (kind === 'urc' && name.startsWith(values.text('urc'))) end();
        else say(bytes);
      }),
  },
  {
    name: 'completion-doubled',
    title: 'The next such completion URC comes twice',
    rows: ['F3'],
    span: 'once',
    options: [URC],
    begin: ({ commands }, values, end) =>
      commands.onSpeech(({ kind, name = '', bytes }, say) => {
        say(bytes);
        if (kind !== 'urc' || !name.startsWith(values.text('urc'))) return;
        end();
        say(bytes);
      }),
  },
  {
    name: 'silence',
    title: 'The module is silent for a while, and then says everything at once',
    rows: ['F16'],
    span: 'lasting',
    options: [number('duration', 90, 0, 86400, 'seconds')],
    begin: ({ line, time }, values, end) => {
      const release = line.hold();
      const alarm = time.alarm(end);
      alarm.arm(values.number('duration') * 1000);
      return () => {
        alarm.disarm();
        release();
      };
    },
  },
  {
    name: 'deaf-after-answer',
    title: 'What comes too soon after a final result is lost',
    rows: ['F25'],
    span: 'lasting',
    options: [number('duration', 5, 0, 60000, 'milliseconds')],
    begin: ({ commands, line, time }, values) => {
      let answeredAt = -Infinity;
      const undo = [
        commands.onSpeech(({ kind, bytes }, say) => {
          if (kind === 'final') answeredAt = time.now();
          say(bytes);
        }),
        line.filter('to-module', (bytes) =>
          time.now() - answeredAt < values.number('duration') ? bytes.subarray(bytes.length) : bytes,
        ),
      ];
      return () => undo.forEach((stop) => stop());
    },
  },
];
