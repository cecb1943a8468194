import { type FetchAPI, processRegularResult } from 'graphql-yoga';
import type { TimeSlices } from '../../concurrency/fair-scheduler.ts';
import { encodeInSlices, LONG_TEXT } from './encode-in-slices.ts';
import { FinishedAnswer } from './finished-answer.ts';

type Result = Parameters<typeof processRegularResult>[0];

/** What Yoga's writer of results makes in place of a Response. */
class Written {
  readonly body: string | null;
  readonly init: { readonly status: number; readonly headers: Record<string, string> };

  constructor(body: string | null, init: Written['init']) {
    this.body = body;
    this.init = init;
  }
}
/** The one part of the fetch API that the writer uses. */
const WRITER = { Response: Written } as unknown as FetchAPI;

/** A result as Yoga writes it for a media type. */
export const writtenByYoga = (result: Result, mediaType: string): Written =>
  processRegularResult(result, WRITER, mediaType) as unknown as Written;

/** An answer out of an operation's result, in the form that Yoga gives it. */
export function written(result: Result, mediaType: string, slices: TimeSlices): FinishedAnswer | Promise<FinishedAnswer> {
  const { body, init } = writtenByYoga(result, mediaType);
  return finished(init.status, init.headers, body ?? '', slices);
}

/** At once, but for a long text. */
export const finished = (
  status: number,
  headers: FinishedAnswer['headers'],
  text: string,
  slices: TimeSlices,
): FinishedAnswer | Promise<FinishedAnswer> =>
  text.length <= LONG_TEXT
    ? new FinishedAnswer(status, headers, text)
    : encodeInSlices(text, slices).then((encoded) => new FinishedAnswer(status, headers, encoded));
