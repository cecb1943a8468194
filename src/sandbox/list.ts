import { LIST_PAGE } from '../domain/commands.ts';
import type { Call, Outcome } from './call.ts';
import { COLUMNS } from './columns.ts';
import { statusAt } from './moderation.ts';
import { Refusal } from './refusals.ts';
import { fileComment, operatorsChangedAt, readOperators, type StoredSender, senderStatus } from './sender-book.ts';

interface Question {
  readonly all: boolean;
  readonly operators: boolean;
  readonly files: boolean;
  /** YYYY-MM-DD. */
  readonly changedSince: string | null;
  readonly before: number | null;
  readonly count: number;
}

/** The provider names no default of cnt; the sandbox answers as many as there may be. */
const DEFAULT_COUNT = LIST_PAGE;

/** Days are days of Moscow: a guess, the page names no time zone. */
const dayOf = (at: number) => new Date(at + 3 * 3_600_000).toISOString().slice(0, 10);

/** @throws Refusal 1 */
function wholeNumber(value: string | undefined, max: number): number | null {
  if (value === undefined || value === '') return null;
  const number = /^\d{1,15}$/.test(value) ? Number(value) : 0;
  if (number < 1 || number > max) throw new Refusal(1);
  return number;
}

/** From DD.MM.YYYY. @throws Refusal 1 for anything else, and for days that the calendar has not */
function readDay(value: string | undefined): string | null {
  if (value === undefined || value === '') return null;
  const [, day, month, year] = /^(\d\d)\.(\d\d)\.(\d{4})$/.exec(value) ?? [];
  const iso = `${year}-${month}-${day}`;
  const date = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso) throw new Refusal(1);
  return iso;
}

function readQuestion(params: ReadonlyMap<string, string>): Question {
  return {
    all: params.get('all') === '1',
    operators: params.get('operators') === '1',
    files: params.get('files') === '1',
    changedSince: readDay(params.get('from_date')),
    before: wholeNumber(params.get('prev_id'), Number.MAX_SAFE_INTEGER),
    count: wholeNumber(params.get('cnt'), LIST_PAGE) ?? DEFAULT_COUNT,
  };
}

const ASKED = ['all', 'operators', 'files', 'from_date', 'prev_id', 'cnt'];

/**
 * Two lists with the same question are identical to the limit: the page does not define it, so the narrowest reading holds, in which neither the
 * format nor a stray parameter makes a difference.
 */
export const listQuestion = ({ params, subclient }: Call): string =>
  [subclient ?? '', ...ASKED.map((name) => params.get(name) ?? '')].join('\n');

/** Newest first; with from_date by the day of the last change, the latest day first. */
function select({ book, instant }: Call, question: Question): readonly StoredSender[] {
  const senders = book.newestFirst(question.before ?? undefined).filter((sender) => question.all || senderStatus(sender, instant) === 1);
  const since = question.changedSince;
  if (since === null) return senders.take(question.count).toArray();
  const changed = senders.flatMap((sender) => {
    const at = operatorsChangedAt(sender, instant);
    const day = at === null ? '' : dayOf(at);
    return day >= since ? [{ sender, day }] : [];
  });
  // The sort is stable: within a day it stays newest first.
  const ordered = changed.toArray().sort((one, other) => (one.day < other.day ? 1 : one.day > other.day ? -1 : 0));
  return ordered.slice(0, question.count).map(({ sender }) => sender);
}

/** get: lists names, the admitted ones (status 1) where `all` is not 1. */
export function list(call: Call): Outcome {
  const { instant } = call;
  const question = readQuestion(call.params);
  const statuses = new Int32Array(COLUMNS.length);
  return {
    kind: 'list',
    listing: {
      senders: select(call, question),
      all: question.all,
      operators: question.operators,
      files: question.files,
      status: (sender) => senderStatus(sender, instant),
      operatorStatuses: (sender) => readOperators(sender, instant, statuses),
      documents: (sender) =>
        sender.files.map((file) => ({
          fid: file.fid,
          name: file.name,
          status: statusAt(file.review, instant),
          comment: fileComment(file, instant),
        })),
    },
  };
}
