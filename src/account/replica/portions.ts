import type { SenderEvent } from '../events/events.ts';
import type { HeldRow } from './held-part.ts';

/** Some of the events between two states of a part, and the state that has happened with them. */
export interface Portion {
  readonly events: readonly SenderEvent[];
  readonly rows: readonly HeldRow[];
}

/**
 * Cuts what happened into portions that a store takes at once. Between two of them the part is as after for the senders of which was told, and as
 * before for the others: whoever goes on from there tells the rest, and nothing twice.
 * @param events of each sender in one row
 */
export function* portionsOf(
  before: readonly HeldRow[],
  after: readonly HeldRow[],
  events: readonly SenderEvent[],
  most: number,
): Generator<Portion> {
  const told = new Set<string>();
  for (let from = 0; from < events.length; ) {
    const portion = upToASender(events, from, most);
    for (const { smscId } of portion) told.add(smscId);
    from += portion.length;
    yield { events: portion, rows: from < events.length ? between(before, after, told) : after };
  }
}

/** A sender's events stay together, however many they are. */
function upToASender(events: readonly SenderEvent[], from: number, most: number): readonly SenderEvent[] {
  let end = Math.min(from + most, events.length);
  while (end > from + 1 && events[end]?.smscId === events[end - 1]?.smscId) end -= 1;
  if (end === from + 1) while (events[end]?.smscId === events[from]?.smscId) end += 1;
  return events.slice(from, end);
}

function between(before: readonly HeldRow[], after: readonly HeldRow[], told: ReadonlySet<string>): readonly HeldRow[] {
  const [was, is] = [before, after].map((rows) => new Map(rows.map((row) => [row.sender.smscId, row])));
  const rows = after.flatMap((row) => (told.has(row.sender.smscId) ? [row] : (was?.get(row.sender.smscId) ?? [])));
  const notYetRemoved = before.filter(({ sender: { smscId } }) => !told.has(smscId) && is?.has(smscId) === false);
  return [...rows, ...notYetRemoved];
}
