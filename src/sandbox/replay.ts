import { readFileSync } from 'node:fs';
import { RECORDING_FORMAT, type RecordedAnswer, type Recording } from '../domain/recording.ts';

/** What makes a question another one to a recording: how many rows are wanted, and in which charset, does not. */
const TOLD_APART = ['all', 'operators', 'files', 'from_date', 'prev_id', 'user'] as const;

const questionOf = (params: (name: string) => string | undefined): string =>
  // A day moves on: what matters is that there is one.
  TOLD_APART.map((name) => (name === 'from_date' && params(name) ? 'since' : (params(name) ?? ''))).join('\n');

const isText = (value: unknown): value is string => typeof value === 'string';

function isAnswer(value: unknown): value is RecordedAnswer {
  if (typeof value !== 'object' || value === null) return false;
  const { params, status, contentType, body } = value as Partial<Record<keyof RecordedAnswer, unknown>>;
  const hasParams = typeof params === 'object' && params !== null && Object.values(params).every(isText);
  return hasParams && Number.isInteger(status) && (contentType === null || isText(contentType)) && isText(body);
}

/** @throws RangeError that says what is wrong with the file */
export function readRecording(path: string): Recording {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new RangeError(`replay: ${path} can’t be read: ${error instanceof Error ? error.message : error}`);
  }
  const { format, answers } = (value ?? {}) as Partial<Record<keyof Recording, unknown>>;
  if (format !== RECORDING_FORMAT || !Array.isArray(answers) || !answers.every(isAnswer))
    throw new RangeError(`replay: ${path} is no recording of this version; \`npm run doctor -- --record FILE\` makes one`);
  return { format, answers };
}

/** Lists as they were recorded; everything that was not recorded is the sandbox's own. */
export class Replay {
  readonly #answers: ReadonlyMap<string, RecordedAnswer>;

  /** Of several answers to one question the last is played. */
  constructor(recording: Recording | null) {
    this.#answers = new Map(recording?.answers.map((answer) => [questionOf((name) => answer.params[name]), answer]));
  }

  /** @param params of a list in fmt 3 */
  answer(params: ReadonlyMap<string, string>): RecordedAnswer | null {
    return params.get('fmt') === '3' ? (this.#answers.get(questionOf((name) => params.get(name))) ?? null) : null;
  }
}
