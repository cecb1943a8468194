import { LIST_PAGE } from '../../domain/commands.ts';
import type { SenderReading } from '../../domain/sender.ts';
import { GatewayError } from '../../errors.ts';
import type { ListAnswer, ListQuestion } from '../../smsc/api.ts';
import type { Part } from '../account.ts';

/** The flags of each part's question. One flag apart from `all`: what the provider answers to both together is not documented. */
const FLAGS: Record<Part, Pick<ListQuestion, 'operators' | 'files'>> = {
  names: { operators: false, files: false },
  operators: { operators: true, files: false },
  files: { operators: false, files: true },
};

/** The question for a part's first page. */
export const partQuestion = (part: Part, subclient: string | null): ListQuestion => ({
  all: true,
  ...FLAGS[part],
  changedSince: null,
  before: null,
  count: LIST_PAGE,
  subclient,
});

export interface ListedPages extends ListAnswer {
  /** How many rows there were where the provider can't be made to go on, though there may be more; null: all is well. */
  readonly stuckAt: number | null;
}

/**
 * Asks for all pages of a list. Pages go down from the smallest id seen, whatever the order, and where that shows nothing new from the last row:
 * past a full one, and past one that may have been cut, since the provider may answer with fewer rows than asked for without a word.
 * Ends early where a page has no ids to go on from (answers of 2013 have none).
 * @param heldDownTo the smallest id that is held; null where none is
 * @returns whole: false where there may be more than was listed
 */
export async function listAllPages(
  question: ListQuestion,
  ask: (question: ListQuestion) => Promise<ListAnswer>,
  heldDownTo: bigint | null = null,
): Promise<ListedPages> {
  const first = await ask(question);
  const limit = heldDownTo === null && LIKELY_LIMITS.has(sizeOf(first)) ? sizeOf(first) : question.count;
  if (!mayGoOn(first, limit, heldDownTo)) return { ...first, rows: newestFirst(first.rows), stuckAt: null };
  const rows = [...first.rows];
  const known = new Set(rows.map(({ smscId }) => smscId));
  let { unreadableRows, whole } = first;
  const stuck = () => ({ ...first, rows: newestFirst(rows), unreadableRows, whole: false, stuckAt: rows.length });
  let isFromLast = false;
  for (let page = first; mayGoOn(page, limit, heldDownTo); ) {
    const before: string | null = (isFromLast ? rows.at(-1)?.smscId : smallestId(rows)?.toString()) ?? null;
    if (before === null) break;
    let next: ListAnswer;
    try {
      next = await ask({ ...question, before });
    } catch (failure) {
      // What was listed so far is not all, and not nothing.
      if (!(failure instanceof GatewayError)) throw failure;
      whole = false;
      break;
    }
    const unknown = next.rows.filter(({ smscId }) => !known.has(smscId));
    const wasFromLast = isFromLast;
    // Where the first step down shows nothing new, or rows that are not below, pages go on from the last row, whatever its id.
    isFromLast ||= (page === first && unknown.length === 0) || next.rows.some((row) => isAbove(row, before));
    if (unknown.length === 0 && isFromLast && !wasFromLast && rows.at(-1)?.smscId !== before) continue;
    if (unknown.length === 0 && (sizeOf(next) >= limit || (await comesOldestFirst(question, rows, ask)))) return stuck();
    page = next;
    unreadableRows += page.unreadableRows;
    whole &&= page.whole;
    if (unknown.length === 0) break;
    for (const row of unknown) known.add(row.smscId);
    rows.push(...unknown);
  }
  return { ...first, rows: newestFirst(rows), unreadableRows, whole, stuckAt: null };
}

/** By falling ids, as they were created; as they stand where some have none. */
function newestFirst(rows: readonly SenderReading[]): readonly SenderReading[] {
  const numbered = rows.map((row) => ({ row, id: Number(row.smscId ?? Number.NaN) }));
  const isInOrder = numbered.every(({ id }, index) => index === 0 || id < (numbered[index - 1]?.id ?? Number.NaN));
  if (isInOrder || numbered.some(({ id }) => Number.isNaN(id))) return rows;
  return numbered.sort((a, b) => b.id - a.id).map(({ row }) => row);
}

const isAbove = ({ smscId }: SenderReading, before: string): boolean => smscId !== null && BigInt(smscId) > BigInt(before);

/** A list that begins with its oldest row ends where it is cut: what is newer can't be asked for. */
async function comesOldestFirst(
  question: ListQuestion,
  rows: readonly SenderReading[],
  ask: (question: ListQuestion) => Promise<ListAnswer>,
): Promise<boolean> {
  const smallest = String(smallestId(rows));
  if (rows.length < 2 || rows[0]?.smscId !== smallest) return false;
  return (await ask({ ...question, count: 1 })).rows[0]?.smscId === smallest;
}

/** Where a list of so many rows is the first one, it may have been cut by a limit that is written nowhere. */
const LIKELY_LIMITS = new Set([20, 25, 50, 100, 200, 250, 500, 1_000, 2_000, 2_500, 5_000, 10_000]);

const sizeOf = ({ rows, unreadableRows }: ListAnswer): number => rows.length + unreadableRows;

function mayGoOn(page: ListAnswer, limit: number, heldDownTo: bigint | null): boolean {
  if (sizeOf(page) >= limit) return true;
  const smallest = heldDownTo === null ? null : smallestId(page.rows);
  return heldDownTo !== null && smallest !== null && heldDownTo < smallest;
}

/** null where there are rows without an id: from those nobody can go on. */
export function smallestId(rows: readonly Pick<SenderReading, 'smscId'>[]): bigint | null {
  let smallest: bigint | null = null;
  for (const { smscId } of rows) {
    if (smscId === null) return null;
    const id = BigInt(smscId);
    if (smallest === null || id < smallest) smallest = id;
  }
  return smallest;
}
