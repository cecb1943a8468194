import { LIST_PAGE } from '../../domain/commands.ts';
import type { SenderReading } from '../../domain/sender.ts';
import type { ListQuestion } from '../../smsc/api.ts';
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
 * Asks for all pages of a list, newest first: the provider answers with 15,000 rows at most.
 * Ends early where a full page has no ids to go on from (answers of 2013 have none) or does not go down.
 */
export async function listAllPages(
  question: ListQuestion,
  ask: (question: ListQuestion) => Promise<readonly SenderReading[]>,
): Promise<readonly SenderReading[]> {
  const first = await ask(question);
  if (first.length < question.count) return first;
  const rows = [...first];
  const known = new Set(first.map(({ smscId }) => smscId));
  for (let page = first; page.length >= question.count; ) {
    const last = page.at(-1)?.smscId ?? null;
    if (last === null) break;
    page = await ask({ ...question, before: last });
    const unknown = page.filter(({ smscId }) => !known.has(smscId));
    if (unknown.length === 0) break;
    for (const row of unknown) known.add(row.smscId);
    rows.push(...unknown);
  }
  return rows;
}
