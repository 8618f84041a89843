import { json } from '../../modules/encodings/json.js';
import { cbor } from '../../modules/encodings/cbor.js';
import type { EncodingMaker } from '../../modules/encodings/encoding.js';
import { senml, senmlWith } from '../../modules/encodings/senml.js';
import { drain } from '../batching/drain.js';
import type { Benchmark } from '../benchmark.js';
import type { Cell, Table } from '../table.js';

const ENCODINGS: Readonly<Record<string, EncodingMaker>> = {
  'JSON (the default)': json,
  CBOR: cbor,
  SenML: senml,
  'SenML with units': senmlWith({ temperature: 'Cel', humidity: '%RH' }),
};

export const encodings: Benchmark = {
  name: 'encodings',
  about: 'bytes of a reading in each encoding, alone and in batches, in virtual time',
  run: () => Promise.resolve([table()]),
};

/** One by one and in batches, as docs/outbox.md tells them. */
function table(): Table {
  const rows = Object.entries(ENCODINGS).map(([name, encoding]): Cell[] => {
    const [alone, batched] = [drain(undefined, encoding), drain({}, encoding)];
    const cells = [alone, batched].flatMap(({ payloadBytes, bytesOnAir, readings }) => [payloadBytes / readings, bytesOnAir / readings]);
    return [name, ...cells];
  });
  return {
    caption: 'Bytes for each reading of two numbers, QoS 1, without TLS',
    columns: [
      { name: 'encoding' },
      { name: 'payload, alone', digits: 1 },
      { name: 'on air, alone', digits: 1 },
      { name: 'payload, in batches of 1024 bytes', digits: 1 },
      { name: 'on air, in batches', digits: 1 },
    ],
    rows,
  };
}
