import { LIST_PAGE } from '../../domain/commands.ts';
import type { OperatorReading, SenderReading } from '../../domain/sender.ts';
import { GatewayError } from '../../errors.ts';
import type { CallOptions, ListQuestion, SmscClient } from '../../smsc/api.ts';
import type { HeldPart } from '../replica/held-part.ts';

const DAY_MS = 86_400_000;

/**
 * Asks for the senders of which an operator's status changed lately, with their statuses: a short answer, where the whole list is megabytes.
 * The provider's days have no time zone, so it is asked from the day before.
 * @returns true where one of them is not as it is held, and where the answer does not tell
 */
export async function changedLately(
  client: SmscClient,
  held: HeldPart,
  { all, subclient, now }: { readonly all: boolean; readonly subclient: string | null; readonly now: number },
  options: CallOptions,
): Promise<boolean> {
  const changedSince = new Date(now - DAY_MS).toISOString().slice(0, 10);
  const question = { all, operators: true, files: false, changedSince, before: null, count: LIST_PAGE, subclient };
  const rows = await listed(client, question, options);
  if (rows === null || (rows.length > 0 && rows.every(({ operators }) => operators.length === 0))) return true;
  return rows.some(({ smscId, operators }) => smscId !== null && !isHeld(operators, held.bySmscId.get(smscId)?.operators));
}

/** null where the provider does not take the question. */
async function listed(client: SmscClient, question: ListQuestion, options: CallOptions): Promise<readonly SenderReading[] | null> {
  try {
    return (await client.list(question, options)).rows;
  } catch (failure) {
    if (failure instanceof GatewayError && failure.code === 'INVALID_INPUT') return null;
    throw failure;
  }
}

const isHeld = (cells: readonly OperatorReading[], held: readonly OperatorReading[] | undefined): boolean =>
  held !== undefined && cells.every(({ column, status }) => held.some((cell) => cell.column === column && cell.status === status));
