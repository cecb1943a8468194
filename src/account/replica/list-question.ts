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
 * Asks for all pages of a list: the provider answers with 15,000 rows at most. Pages go down from the smallest id seen, whatever the order.
 * Ends early where a full page has no ids to go on from (answers of 2013 have none) or does not go down.
 * @returns whole: false where there may be more than was listed
 */
export async function listAllPages(question: ListQuestion, ask: (question: ListQuestion) => Promise<ListAnswer>): Promise<ListAnswer> {
  const first = await ask(question);
  if (!isFull(first, question)) return first;
  const rows = [...first.rows];
  const known = new Set(rows.map(({ smscId }) => smscId));
  let { unreadableRows, whole } = first;
  for (let page = first; isFull(page, question); ) {
    const before = smallestId(rows);
    if (before === null) break;
    page = await ask({ ...question, before });
    unreadableRows += page.unreadableRows;
    whole &&= page.whole;
    const unknown = page.rows.filter(({ smscId }) => !known.has(smscId));
    if (unknown.length === 0) break;
    for (const row of unknown) known.add(row.smscId);
    rows.push(...unknown);
  }
  return { ...first, rows, unreadableRows, whole };
}

const isFull = ({ rows, unreadableRows }: ListAnswer, { count }: ListQuestion): boolean => rows.length + unreadableRows >= count;

/** null where there are rows without an id: from those nobody can go on. */
function smallestId(rows: readonly SenderReading[]): string | null {
  let smallest: bigint | null = null;
  for (const { smscId } of rows) {
    if (smscId === null) return null;
    const id = BigInt(smscId);
    if (smallest === null || id < smallest) smallest = id;
  }
  return smallest === null ? null : String(smallest);
}
