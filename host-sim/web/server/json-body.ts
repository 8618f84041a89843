import type { IncomingMessage } from 'node:http';
import { HttpError } from './http-error.js';

/** Bytes of the longest body. */
const LIMIT = 64 * 1024;

export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * The JSON object in the request's body.
 *
 * @throws HttpError 415 for another type, which a form of another site could send, 413 for too much, 400 for no JSON object.
 */
export async function jsonBody(request: IncomingMessage): Promise<JsonObject> {
  const [type] = (request.headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json') throw new HttpError(415, 'the body must be application/json');
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LIMIT) throw new HttpError(413, `the body is longer than ${LIMIT} bytes`);
    chunks.push(chunk);
  }
  const value = parsed(Buffer.concat(chunks).toString());
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new HttpError(400, 'the body must be a JSON object');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError(400, 'the body is no JSON');
  }
}
