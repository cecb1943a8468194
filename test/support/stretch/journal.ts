import { encodeEvent, eventStream, type SenderEvent } from '../../../src/account/events/events.ts';
import { quotaKey } from '../../../src/account/quota/quota-key.ts';
import { OPERATORS } from '../../../src/domain/operators.ts';
import { rowsOf } from '../../../src/domain/table.ts';
import { sqliteStore } from '../stores.ts';

export const COLUMNS = rowsOf(OPERATORS)
  .map(([, { column }]) => column)
  .slice(0, 19);

export interface SeededJournal {
  /** Of the store, before the gateway opens it. */
  readonly file: string;
  readonly provider: string;
  readonly account: { readonly login: string; readonly password: string };
  /** Of the account's senders. */
  readonly ids: readonly string[];
  readonly names: readonly string[];
  readonly events: number;
}

/** Registrations of an account: each sent, then approved. */
export async function writeJournal({ file, provider, account: { login, password }, ids, names, events }: SeededJournal): Promise<void> {
  const key = quotaKey({ login, password }, provider);
  const store = sqliteStore({ file }, key);
  const stream = eventStream(`${login}:${key}`);
  const limits = { maxEntries: events + 1, maxAgeMs: Number.MAX_SAFE_INTEGER };
  const eventAt = (index: number): SenderEvent => {
    const registration = Math.floor(index / 2);
    const sender = registration % Math.min(ids.length, 1_000);
    const [before, after] = index % 2 === 0 ? [0, 1] : [1, 2];
    const column = COLUMNS[Math.floor(registration / 1_000) % COLUMNS.length] ?? '';
    return {
      kind: 'OPERATOR_STATUS_CHANGED',
      subclient: null,
      smscId: ids[sender] ?? '',
      name: names[sender] ?? '',
      column,
      before,
      after,
    };
  };
  for (let from = 0; from < events; from += 1_000) {
    await store.append(
      stream,
      Array.from({ length: Math.min(1_000, events - from) }, (_, index) => encodeEvent(eventAt(from + index))),
      limits,
    );
  }
  await store.close();
}
