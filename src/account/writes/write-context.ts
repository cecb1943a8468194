import { abandoned } from '../../concurrency/single-flight.ts';
import type { Timer } from '../../concurrency/timer.ts';
import { GatewayError } from '../../errors.ts';
import type { CallOptions, SenderTarget, SmscClient } from '../../smsc/api.ts';
import type { HeldSender, ReadOptions } from '../account.ts';
import { nameInStandIn, type WriteEffect } from '../replica/held-part.ts';
import type { PartReader } from '../replica/part-reader.ts';
import type { LaterLooks } from './later-looks.ts';
import { isLost, LostAnswer, mayStillBeDone } from './lost-answer.ts';

/** What every write works with. */
export interface WriteContext {
  readonly client: SmscClient;
  readonly parts: PartReader;
  readonly now: () => number;
  readonly timer: Timer;
  /** The longest from a departure to the provider's last work on it, also where nobody waits for the answer any more. */
  readonly workMs: number;
  readonly later: Pick<LaterLooks, 'add'>;
  /**
   * Lays the effect of an answered write over what is held, and tells of it. Never throws.
   * @returns its number; null while the shared state is away
   */
  readonly record: (subclient: string | null, effect: WriteEffect) => Promise<number | null>;
}

/**
 * Calls the provider, on the caller's tally. A caller that goes away gives up its place in the queue; but a write that went out is not cut off,
 * so that it becomes known what it did.
 * @throws LostAnswer
 */
export async function callFor<Result>(
  { now, timer, workMs }: WriteContext,
  { cost, signal, priority, tenant, traceparent }: ReadOptions,
  call: (options: CallOptions) => Promise<Result>,
): Promise<Result> {
  const since = now();
  let departedAt = timer.now();
  const waiting = new AbortController();
  const leave = () => waiting.abort(signal && abandoned(signal));
  if (signal?.aborted) leave();
  signal?.addEventListener('abort', leave, { once: true });
  const onDeparture = () => {
    departedAt = timer.now();
    signal?.removeEventListener('abort', leave);
    if (cost !== undefined) cost.calls += 1;
  };
  try {
    return await call({ signal: waiting.signal, priority, tenant, traceparent, onDeparture });
  } catch (failure) {
    if (!isLost(failure)) throw failure;
    throw new LostAnswer(failure, mayStillBeDone(failure) ? Math.max(1, Math.ceil(departedAt + workMs - timer.now())) : 0);
  } finally {
    signal?.removeEventListener('abort', leave);
    if (cost !== undefined) cost.waitedMs += now() - since;
  }
}

/** How the provider is told which sender is meant. */
export function wireTarget(smscId: string): SenderTarget {
  const name = nameInStandIn(smscId);
  return name === null ? { smscId } : { name };
}

/**
 * Finds a sender in what is held, or in a fresh list where it is not held.
 * @throws GatewayError SENDER_NOT_FOUND
 */
export async function resolveTarget(
  context: WriteContext,
  subclient: string | null,
  target: SenderTarget,
  options: ReadOptions,
): Promise<HeldSender> {
  const held = await findHeld(context, subclient, target, options);
  if (held === null) throw new GatewayError('SENDER_NOT_FOUND');
  return held;
}

/** As resolveTarget; null where the fresh list has none either. */
export async function findHeld(
  { parts }: WriteContext,
  subclient: string | null,
  target: SenderTarget,
  options: ReadOptions,
): Promise<HeldSender | null> {
  const read = await parts.read(subclient, 'names', options);
  const find = (held: typeof read.held) =>
    ('smscId' in target ? held.bySmscId.get(target.smscId) : held.byName.get(target.name))?.sender ?? null;
  const found = find(read.held);
  if (found !== null || !read.stale) return found;
  return find(await parts.readNow(subclient, 'names', options));
}
