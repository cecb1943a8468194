import { QUESTION_PARAMS, RECORDING_FORMAT, type RecordedAnswer, type Recording } from '../domain/recording.ts';
import type { RawAnswer } from '../smsc/client.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/** Keeps answers with made-up words in place of everybody's: what a user can send us. */
export class Recorder {
  readonly #pseudonyms: Pseudonyms;
  readonly #answers: RecordedAnswer[] = [];

  constructor(pseudonyms: Pseudonyms) {
    this.#pseudonyms = pseudonyms;
  }

  readonly add = ({ params, status, contentType, tookMs, raw }: RawAnswer): void => {
    this.#answers.push({
      params: Object.fromEntries(params.filter(([name]) => QUESTION_PARAMS.some((known) => known === name)).map(this.#withoutNames)),
      status,
      contentType,
      tookMs: Math.round(tookMs),
      body: this.#pseudonyms.ofBody(raw).toString('base64'),
    });
  };

  get recording(): Recording {
    return { format: RECORDING_FORMAT, answers: this.#answers };
  }

  /** Ids and logins become the ones that stand in the answers. */
  readonly #withoutNames = ([name, value]: readonly [string, string]): readonly [string, string] =>
    name === 'user' || name === 'prev_id' ? [name, this.#pseudonyms.ofText(value)] : [name, value];
}
