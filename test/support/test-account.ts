import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type AccountOptions, createAccount } from '../../src/account/create-account.ts';
import type { SenderReading } from '../../src/domain/sender.ts';
import { GatewayError } from '../../src/errors.ts';
import type { AddRequest, ChangeRequest } from '../../src/smsc/api.ts';
import { type Store, StoreUnavailable } from '../../src/store/store.ts';
import { ScriptedProvider } from './scripted-provider.ts';
import { simulatedStore } from './stores.ts';

/** A clock that stands still until it is moved. */
export class TestClock {
  #now = Date.parse('2026-11-23T09:00:00Z');
  readonly now = (): number => this.#now;
  advance(ms: number): void {
    this.#now += ms;
  }
}

/** A store that can be taken away and brought back. */
export function switchableStore(now: () => number) {
  const engine = simulatedStore(now);
  let away = false;
  const store = new Proxy(engine, {
    get(target, property: keyof Store) {
      if (property === 'subscribe') return target.subscribe;
      return (...args: never[]) => (away ? Promise.reject(new StoreUnavailable('away')) : Reflect.apply(target[property], target, args));
    },
  });
  const setAway = (isAway: boolean): void => {
    away = isAway;
  };
  return { store, setAway };
}

export function testAccount(senders: readonly SenderReading[] = [], options: Partial<AccountOptions> = {}) {
  const provider = new ScriptedProvider(senders);
  const clock = new TestClock();
  const { store, setAway } = switchableStore(clock.now);
  /** Another instance of the gateway, or the same after a restart. */
  const instance = () =>
    createAccount({
      name: 'test',
      client: provider,
      store,
      clock: clock.now,
      randomId: randomUUID,
      quota: async () => ({ buckets: [], concurrent: 0, concurrentLimit: 12 }),
      // What is outdated is served at once, but in the tests of that wait.
      freshness: { outdatedWaitMs: 0 },
      ...options,
    });
  return { account: instance(), instance, provider, clock, store, setAway };
}

export const addRequest = (name: string, more: Partial<AddRequest> = {}): AddRequest => ({
  name,
  emailOwner: null,
  comment: name,
  registrations: [],
  ukraine: null,
  belarus: null,
  document: null,
  documentInfo: null,
  subclient: null,
  ...more,
});

export const changeRequest = (target: ChangeRequest['target'], more: Partial<ChangeRequest> = {}): ChangeRequest => {
  const { name: _, emailOwner: __, ...details } = addRequest('');
  return { ...details, target, ...more };
};

/** The code that a promise is refused with. */
export const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no failure',
    (failure) => (failure instanceof GatewayError ? failure.code : `not typed: ${failure}`),
  );

const compress = promisify(gzip);
/** Node's pool has so many threads. */
const COMPRESSORS = 4;

/** Lets everything run that waits for nothing but its turn, the compression of small data included. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    await delay(1);
    // A busy machine compresses late: what was to be compressed before has begun at the least.
    await Promise.all(Array.from({ length: COMPRESSORS }, () => compress('')));
  }
}

export const tally = () => ({ calls: 0, waitedMs: 0, servedStale: false });
