import type { SmscClient } from '../smsc/api.ts';
import type { Account, QuotaState } from './account.ts';
import { addSender } from './add-sender.ts';
import { changeSender } from './change-sender.ts';
import { ChangedSince } from './changed-since.ts';
import { CodeLocks } from './code-lock.ts';
import { checkCode, sendCode } from './codes.ts';
import { deleteSender } from './delete-sender.ts';
import type { WriteEffect } from './held-part.ts';
import { PartReader } from './part-reader.ts';
import { Revalidation } from './revalidation.ts';
import { DEFAULT_FRESHNESS, type FreshnessSettings } from './settings.ts';
import { Snapshots } from './snapshots.ts';
import { Turns } from './turns.ts';
import type { WriteContext } from './write-context.ts';

export interface AccountOptions {
  readonly name: string;
  readonly client: SmscClient;
  /** What is left of the provider's limits. */
  readonly quota: () => Promise<QuotaState>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly freshness?: Partial<FreshnessSettings>;
  /** Told of every write that the provider did, in the order of the answers. */
  readonly onWrite?: (subclient: string | null, effect: WriteEffect) => void;
}

/** One provider account, for all its callers. */
export function createAccount({ name, client, quota, clock: now, freshness = {}, onWrite = () => {} }: AccountOptions): Account {
  const revalidation = new Revalidation(now, { ...DEFAULT_FRESHNESS, ...freshness });
  const parts = new PartReader({ client, now, revalidation });
  const changed = new ChangedSince({ client, now, revalidation });
  const snapshots = new Snapshots(parts);
  const locks = new CodeLocks(now);
  const turns = new Turns();
  const context: WriteContext = {
    client,
    parts,
    now,
    async record(subclient, effect) {
      const sequence = parts.shelf(subclient).record(effect);
      onWrite(subclient, effect);
      return sequence;
    },
  };

  return {
    name,
    snapshot: (subclient, wanted, options = {}) => snapshots.read(subclient, wanted, options),
    changedSince: (subclient, day, options = {}) => changed.read(subclient, day, options),
    add: (request, _idempotency, options = {}) =>
      turns.take(turnOf(request.subclient, request), options.signal, async () => ({
        sender: await addSender(context, request, options),
        replayed: false,
      })),
    change: (request, options = {}) =>
      turns.take(turnOf(request.subclient, request.target), options.signal, () => changeSender(context, request, options)),
    delete: (request, options = {}) =>
      turns.take(turnOf(request.subclient, request.target), options.signal, () => deleteSender(context, request, options)),
    sendCode: (request, options = {}) =>
      turns.take(turnOf(request.subclient, { name: request.number }), options.signal, () => sendCode(context, locks, request, options)),
    checkCode: (request, options = {}) =>
      turns.take(turnOf(request.subclient, { name: request.number }), options.signal, () => checkCode(context, request, options)),
    quota,
    async close() {},
  };
}

/** Writes to one sender go out one after the other. */
const turnOf = (subclient: string | null, target: { readonly smscId: string } | { readonly name: string }): string =>
  JSON.stringify('smscId' in target ? [subclient, 'id', target.smscId] : [subclient, 'name', target.name]);
