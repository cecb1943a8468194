import { Readable } from 'node:stream';
import type { Plugin } from 'graphql-yoga';
import type { TimeSlices } from '../../concurrency/fair-scheduler.ts';
import type { ServerContext } from '../request/server-context.ts';
import { LONG_TEXT, piecesOf } from './encode-in-slices.ts';
import { writtenByYoga } from './serialized-answer.ts';
import { WrittenResult } from './written-result.ts';

const TYPE = 'text/event-stream';
/** As Yoga's own streams have them. */
const HEADERS = { 'content-type': TYPE, connection: 'keep-alive', 'cache-control': 'no-cache', 'content-encoding': 'none' };

/** Streams the one long answer of a query as its event, piece by piece: Yoga makes, encodes and hands on the whole of it at once. */
export const streamLongAnswers = (): Plugin<object, ServerContext> => ({
  onResultProcess({ result, setResultProcessor, serverContext: { scope } }) {
    const { principal, request } = scope;
    if (principal === null || !(result instanceof WrittenResult) || request.headers.accept?.startsWith(TYPE) !== true) return;
    const { body: text } = writtenByYoga(result, 'application/json');
    if (text === null || text.length <= LONG_TEXT) return;
    const body = Readable.from(eventOf(text, principal.account.slices), { objectMode: false });
    setResultProcessor((_, { Response }) => new Response(body as unknown as ReadableStream, { headers: HEADERS }), TYPE);
  },
});

async function* eventOf(text: string, slices: TimeSlices): AsyncGenerator<Buffer> {
  yield Buffer.from(':\n\nevent: next\ndata: ');
  for (const piece of piecesOf(text)) {
    await slices.yieldIfDue();
    yield Buffer.from(piece);
  }
  yield Buffer.from('\n\nevent: complete\ndata:\n\n');
}
