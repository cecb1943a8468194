import { describe, expect, it } from 'vitest';
import type { AccountOptions } from '../../../src/account/create-account.ts';
import { RateLimitedError } from '../../../src/errors.ts';
import { reading } from '../../support/scripted-provider.ts';
import { changeRequest, testAccount } from '../../support/test-account.ts';

const cell = (status: number) => ({ column: 'mts_step', status, replacementName: null });

/** An account whose operators a write just changed: what is held of them is outdated. */
async function afterWrite(outdatedWaitMs: NonNullable<AccountOptions['freshness']>['outdatedWaitMs']) {
  const test = testAccount([reading('1', 'Shop', { operators: [cell(0)] })], { freshness: { outdatedWaitMs: outdatedWaitMs ?? 0 } });
  await test.account.snapshot(null, ['names', 'operators']);
  await test.account.change(changeRequest({ smscId: '1' }, { registrations: ['MTS_PAID'] }));
  test.provider.senders = [reading('1', 'Shop', { operators: [cell(1)] })];
  const read = async () => {
    const snapshot = await test.account.snapshot(null, ['operators']);
    return { status: snapshot.operatorsOf('1')[0]?.status, stale: snapshot.freshness.stale };
  };
  return { ...test, read };
}

describe('a part that a write outdated', () => {
  it('is waited for, so that the writer sees what came of it', async () => {
    const { read, provider } = await afterWrite(10_000);
    const before = provider.count('LIST');
    expect(await Promise.all([read(), read()])).toEqual([
      { status: 1, stale: false },
      { status: 1, stale: false },
    ]);
    expect(provider.count('LIST')).toBe(before + 1);
  });

  it('is served as stale where the fetch takes longer, and fetched to its end', async () => {
    const { read, provider } = await afterWrite(20);
    const { promise, resolve } = Promise.withResolvers<void>();
    provider.script('LIST', { queuedUntil: promise });
    expect(await read()).toEqual({ status: 0, stale: true });
    resolve();
    await expect.poll(read).toEqual({ status: 1, stale: false });
  });

  it('makes nobody wait again for a fetch that queues already', async () => {
    const { read, provider, clock } = await afterWrite(50);
    provider.script('LIST', { queuedUntil: new Promise(() => {}) });
    await read();
    clock.advance(60);
    const waiting = read();
    const outcome = await Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 40, 'waited'))]);
    expect(outcome).toEqual({ status: 0, stale: true });
  });

  it('is served as stale where there is no quota left', async () => {
    const { read, provider } = await afterWrite(10_000);
    provider.script('LIST', { failure: new RateLimitedError(30_000) });
    expect(await read()).toEqual({ status: 0, stale: true });
    const asked = provider.count('LIST');
    expect(await read()).toEqual({ status: 0, stale: true });
    expect(provider.count('LIST')).toBe(asked);
  });
});
