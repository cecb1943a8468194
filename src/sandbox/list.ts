import { LIST_PAGE } from '../domain/commands.ts';
import type { Assumptions } from './assumptions.ts';
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

/** What holds where flags stand together that the page shows only apart. @throws Refusal 1 */
function together(question: Question, { allWithOperators, allWithFiles, allWithFromDate }: Assumptions): Question {
  const { all, operators, files, changedSince } = question;
  const pairs = [
    { both: all && operators, holds: allWithOperators, otherWins: 'operators-wins', without: { operators: false } },
    { both: all && files, holds: allWithFiles, otherWins: 'files-wins', without: { files: false } },
    { both: all && changedSince !== null, holds: allWithFromDate, otherWins: 'from-date-wins', without: { changedSince: null } },
  ];
  let asked = question;
  for (const { both, holds, otherWins, without } of pairs) {
    if (!both) continue;
    if (holds === 'refused') throw new Refusal(1);
    if (holds === otherWins) asked = { ...asked, all: false };
    else if (holds === 'all-wins') asked = { ...asked, ...without };
  }
  return asked;
}

/** Newest first; with from_date by the day of the last change, the latest day first. */
function rowsOf({ book, instant, world }: Call, { all, changedSince: since, before }: Question): IteratorObject<StoredSender> {
  const { order, previousId } = world.assume;
  const limit = before === null || previousId === 'after-row' || previousId === 'ignored' ? undefined : before;
  const inclusive = limit !== undefined && previousId === 'inclusive' ? limit + 1 : limit;
  const senders = book.newestFirst(inclusive).filter((sender) => all || senderStatus(sender, instant) === 1);
  if (since !== null) {
    const changed = senders.flatMap((sender) => {
      const at = operatorsChangedAt(sender, instant);
      const day = at === null ? '' : dayOf(at);
      return day >= since ? [{ sender, day }] : [];
    });
    // The sort is stable: within a day it stays newest first.
    const ordered = changed.toArray().sort((one, other) => (one.day < other.day ? 1 : one.day > other.day ? -1 : 0));
    return ordered.values().map(({ sender }) => sender);
  }
  if (order === 'newest-first') return senders;
  const ordered = senders.toArray().sort((one, other) => (order === 'by-name' ? (one.name < other.name ? -1 : 1) : one.id - other.id));
  return ordered.values();
}

const LONGEST: Readonly<Record<Assumptions['longest'], number>> = {
  'as-asked': Number.POSITIVE_INFINITY,
  'cut-at-20': 20,
  'cut-at-1000': 1_000,
};

function select(call: Call, question: Question): readonly StoredSender[] {
  const { longest, previousId } = call.world.assume;
  const rows = rowsOf(call, question);
  const count = Math.min(question.count, LONGEST[longest]);
  if (question.before === null || previousId !== 'after-row') return rows.take(count).toArray();
  const all = rows.toArray();
  const from = all.findIndex(({ id }) => id === question.before) + 1;
  return all.slice(from, from + count);
}

/** Of each question every third answer is odd, the third one first. */
const ODD_EVERY = 3;

function oddityOf(call: Call): Assumptions['oddAnswer'] {
  const { world } = call;
  const key = `${call.login}\n${listQuestion(call)}`;
  const times = (world.asked.get(key) ?? 0) + 1;
  world.asked.set(key, times);
  return times % ODD_EVERY === 0 ? world.assume.oddAnswer : 'never';
}

/** Rows of a list that is odd this time. @throws Refusal 3 */
function oddRows(senders: readonly StoredSender[], oddity: Assumptions['oddAnswer']): readonly StoredSender[] {
  if (oddity === 'error-3') throw new Refusal(3);
  const kept = { empty: 0, 'one-row': 1, half: senders.length >> 1 }[oddity as string];
  return kept === undefined ? senders : senders.slice(0, kept);
}

const LATER_PAGE = { served: null, 'error-5': 5, 'error-9': 9 } as const;

/** get: lists names, the admitted ones (status 1) where `all` is not 1. */
export function list(call: Call): Outcome {
  const { instant, world } = call;
  const asked = readQuestion(call.params);
  const question = together(asked, world.assume);
  const laterPage = asked.before === null ? null : LATER_PAGE[world.assume.laterPage];
  if (laterPage !== null) throw new Refusal(laterPage);
  const oddity = oddityOf(call);
  const statuses = new Int32Array(COLUMNS.length);
  const status = (sender: StoredSender) => senderStatus(sender, instant);
  const both = question.all && question.operators ? world.assume.allWithOperators : null;
  return {
    kind: 'list',
    listing: {
      senders: oddRows(select(call, question), oddity),
      all: question.all,
      operators: question.operators,
      files: question.files,
      statusBesideColumns: both === 'all-with-both' || both === 'columns-if-admitted',
      hasColumns: (sender) => question.operators && (both !== 'columns-if-admitted' || status(sender) === 1),
      assume: world.assume,
      oddity,
      status,
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
