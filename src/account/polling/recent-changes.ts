import { LIST_PAGE } from '../../domain/commands.ts';
import type { OperatorReading } from '../../domain/sender.ts';
import type { CallOptions, SmscClient } from '../../smsc/api.ts';
import type { HeldPart } from '../replica/held-part.ts';

const DAY_MS = 86_400_000;

/**
 * Asks for the senders of which an operator's status changed lately, with their statuses: a short answer, where the whole list is megabytes.
 * The provider's days have no time zone, so it is asked from the day before.
 * @returns true where one of them is not as it is held
 */
export async function changedLately(
  client: SmscClient,
  held: HeldPart,
  { subclient, now }: { readonly subclient: string | null; readonly now: number },
  options: CallOptions,
): Promise<boolean> {
  const changedSince = new Date(now - DAY_MS).toISOString().slice(0, 10);
  const question = { all: true, operators: true, files: false, changedSince, before: null, count: LIST_PAGE, subclient };
  const { rows } = await client.list(question, options);
  return rows.some(({ smscId, operators }) => smscId !== null && !isHeld(operators, held.bySmscId.get(smscId)?.operators));
}

const isHeld = (cells: readonly OperatorReading[], held: readonly OperatorReading[] | undefined): boolean =>
  held !== undefined && cells.every(({ column, status }) => held.some((cell) => cell.column === column && cell.status === status));
