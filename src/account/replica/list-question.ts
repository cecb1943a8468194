import { LIST_PAGE } from '../../domain/commands.ts';
import type { SenderReading } from '../../domain/sender.ts';
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

/**
 * Asks for all pages of a list. Pages go down from the smallest id seen, whatever the order: past a full one, and past one that may have been
 * cut, since the provider may answer with fewer rows than asked for without a word.
 * Ends early where a page has no ids to go on from (answers of 2013 have none) or does not go down.
 * @param heldDownTo the smallest id that is held; null where none is
 * @returns whole: false where there may be more than was listed
 */
export async function listAllPages(
  question: ListQuestion,
  ask: (question: ListQuestion) => Promise<ListAnswer>,
  heldDownTo: bigint | null = null,
): Promise<ListAnswer> {
  const first = await ask(question);
  const limit = heldDownTo === null && LIKELY_LIMITS.has(sizeOf(first)) ? sizeOf(first) : question.count;
  if (!mayGoOn(first, limit, heldDownTo)) return first;
  const rows = [...first.rows];
  const known = new Set(rows.map(({ smscId }) => smscId));
  let { unreadableRows, whole } = first;
  for (let page = first; mayGoOn(page, limit, heldDownTo); ) {
    const before = smallestId(rows);
    if (before === null) break;
    page = await ask({ ...question, before: String(before) });
    unreadableRows += page.unreadableRows;
    whole &&= page.whole;
    const unknown = page.rows.filter(({ smscId }) => !known.has(smscId));
    if (unknown.length === 0) break;
    for (const row of unknown) known.add(row.smscId);
    rows.push(...unknown);
  }
  return { ...first, rows, unreadableRows, whole };
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
