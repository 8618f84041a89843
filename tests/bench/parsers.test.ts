import test from 'ava';
import { NODE_PARSERS } from '../../bench/parser/node-parsers.js';
import type { Parser } from '../../bench/parser/parser.js';
import type { Sink, Text } from '../../bench/parser/sink.js';
import type { Stream } from '../../bench/parser/stream.js';
import { streams } from '../../bench/parser/streams.js';

/** The comparison is worth something only where all parsers find the same in the same bytes. */

const ROUNDS = 3;

class NotingSink implements Sink {
  readonly notes: string[] = [];

  message(slot: number, qos: number, topic: Text, topicLength: number, payload: Text, payloadLength: number): void {
    this.notes.push(`message ${slot} ${qos} ${text(topic, topicLength)} ${text(payload, payloadLength)}`);
  }

  line(name: string, fields: number, first: number): void {
    this.notes.push(`line ${name} ${fields} ${first}`);
  }

  final(isOk: boolean): void {
    this.notes.push(`final ${isOk}`);
  }

  unknown(): void {
    this.notes.push('unknown');
  }
}

function text(of: Text, length: number): string {
  return typeof of === 'string' ? of : Buffer.from(of.subarray(0, length)).toString('latin1');
}

/** A stream gives what it has made in a turn of its own where something waits. */
async function feed(parser: Parser, { steps }: Stream): Promise<void> {
  for (const { request, reads } of steps) {
    if (request !== undefined) parser.begin(request);
    for (const bytes of reads) parser.feed(bytes);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

for (const stream of streams()) {
  test(`${stream.name}: each parser finds the same, and as much as is counted`, async (t) => {
    const found: string[][] = [];
    for (const make of Object.values(NODE_PARSERS)) {
      const sink = new NotingSink();
      const parser = make(sink);
      for (let round = 0; round < ROUNDS; round += 1) await feed(parser, stream);
      found.push(sink.notes);
    }
    t.is(found[0].length, ROUNDS * stream.messages);
    for (const notes of found) t.deepEqual(notes, found[0]);
  });
}

test('hardly any line of the streams is unknown where it is not meant to be', (t) => {
  for (const stream of streams()) {
    const sink = new NotingSink();
    const parser = NODE_PARSERS.cellnode(sink);
    for (const { request, reads } of stream.steps) {
      if (request !== undefined) parser.begin(request);
      for (const bytes of reads) parser.feed(bytes);
    }
    const unknown = sink.notes.filter((note) => note === 'unknown').length;
    t.is(unknown, stream.name.includes('unknown') ? stream.messages : 0, stream.name);
  }
});
