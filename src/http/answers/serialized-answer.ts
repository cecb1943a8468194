import { type FetchAPI, processRegularResult } from 'graphql-yoga';
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

/** An answer out of an operation's result, in the form that Yoga gives it. */
export function written(result: Result, mediaType: string): FinishedAnswer {
  const { body, init } = processRegularResult(result, WRITER, mediaType) as unknown as Written;
  return new FinishedAnswer(init.status, init.headers, body ?? '');
}
