import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AccountOptions, createAccount } from '../../../src/account/create-account.ts';
import { type GatewayError, OutcomeUnknownError, SenderExistsError } from '../../../src/errors.ts';
import { type AddRequest, type DeleteRequest, type SmscClient, UpstreamFailure } from '../../../src/smsc/api.ts';
import { listAnswer, reading, refusal } from '../../support/scripted-provider.ts';
import { SimulatedTime } from '../../support/simulated-time.ts';
import { simulatedStore } from '../../support/stores.ts';
import { addRequest, settle } from '../../support/test-account.ts';

const START = Date.parse('2026-11-23T09:00:00Z');
const SECOND = 1_000;
const WORK_MS = 60 * SECOND;

/** How a write ends for the gateway, when, and when the provider does it; null: never. */
const FATES = {
  answered: { doneAt: 1, endsAt: 2, reach: null },
  'nonsense, done': { doneAt: 1, endsAt: 2, reach: 'NONSENSE' },
  'nonsense, not done': { doneAt: null, endsAt: 2, reach: 'NONSENSE' },
  'cut, done later': { doneAt: 25, endsAt: 2, reach: 'CUT' },
  'cut, not done': { doneAt: null, endsAt: 2, reach: 'CUT' },
  'no answer, done before': { doneAt: 5, endsAt: 30, reach: 'UNANSWERED' },
  'no answer, done later': { doneAt: 55, endsAt: 30, reach: 'UNANSWERED' },
  'no answer, not done': { doneAt: null, endsAt: 30, reach: 'UNANSWERED' },
  'not sent': { doneAt: null, endsAt: 1, reach: 'NOT_SENT' },
} as const;
type Fate = keyof typeof FATES;

interface Made {
  readonly id: string;
  readonly name: string;
  /** Whose: the comment of the add that made it. */
  readonly by: string;
  readonly at: number;
}

/** Keeps senders and their whole history; a name is taken once at a time. */
class Provider implements SmscClient {
  readonly made: Made[] = [];
  readonly deleted: { readonly id: string; readonly by: string; readonly at: number }[] = [];
  senders: readonly Made[] = [];
  fate: Fate = 'answered';
  readonly #time: SimulatedTime;

  constructor(time: SimulatedTime) {
    this.#time = time;
  }

  create(name: string, by: string): string {
    if (this.senders.some((sender) => sender.name === name)) throw refusal('SAVE_FAILED', 5);
    const sender = { id: String(this.made.length + 1), name, by, at: this.#time.now };
    this.made.push(sender);
    this.senders = [sender, ...this.senders];
    return sender.id;
  }

  remove(id: string, by: string): void {
    if (!this.senders.some((sender) => sender.id === id)) throw refusal('SENDER_NOT_FOUND', 3);
    this.senders = this.senders.filter((sender) => sender.id !== id);
    this.deleted.push({ id, by, at: this.#time.now });
  }

  list: SmscClient['list'] = async (_question, options) => {
    options?.onDeparture?.();
    await this.#after(0.1);
    return listAnswer(this.senders.map(({ id, name }) => reading(id, name)));
  };
  add: SmscClient['add'] = ({ name, comment }: AddRequest, options) =>
    this.#suffer(options?.onDeparture, () => ({ smscId: this.create(name, comment ?? '') }));
  delete: SmscClient['delete'] = ({ target }: DeleteRequest, options) => {
    const by = `delete ${this.deleted.length} ${this.#time.now}`;
    return this.#suffer(options?.onDeparture, () => this.remove('smscId' in target ? target.smscId : '', by));
  };
  change = async () => {};
  sendCode = async () => {};
  checkCode = async () => {};

  async #suffer<Answer>(onDeparture: (() => void) | undefined, act: () => Answer): Promise<Answer> {
    const { doneAt, endsAt, reach } = FATES[this.fate];
    this.fate = 'answered';
    onDeparture?.();
    const outcome = Promise.withResolvers<Answer>();
    outcome.promise.catch(() => {});
    if (doneAt !== null)
      this.#time.at(this.#time.now + doneAt * SECOND, () => {
        try {
          outcome.resolve(act());
        } catch (failure) {
          outcome.reject(failure);
        }
      });
    await this.#after(endsAt);
    if (reach !== null) throw new UpstreamFailure(reach, 'lost');
    return outcome.promise;
  }

  #after(seconds: number): Promise<void> {
    return new Promise((resolve) => this.#time.at(this.#time.now + seconds * SECOND, resolve));
  }
}

const NAMES = ['A', 'B'];
const fate = fc.constantFrom(...(Object.keys(FATES) as Fate[]));
const name = fc.constantFrom(...NAMES);
const step = fc.record({
  waitS: fc.constantFrom(0, 1, 3, 20, 45, 90),
  act: fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ do: fc.constant('add' as const), name, key: fc.constantFrom(null, 'k'), fate, at: fc.nat({ max: 1 }) }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), fate, at: fc.nat({ max: 1 }) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('colleague adds' as const, 'deleted in the cabinet' as const), name }) },
  ),
});

interface Told {
  readonly what: 'add' | 'delete';
  /** The comments of all adds that may have made it: with a key, those of each call with it. */
  readonly group: string;
  /** The sender that was told, or asked to be deleted. */
  readonly id: string | null;
  readonly code: string;
  readonly at: number;
}

describe('whatever becomes of answers, and whatever others do meanwhile', () => {
  it('success is the caller’s own, what is called not done is not done later, and a key has one answer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 10 }), async (steps) => {
        const time = new SimulatedTime();
        const now = () => START + time.now;
        const provider = new Provider(time);
        provider.create('Other', 'before');
        provider.create('Another', 'before');
        const options: AccountOptions = {
          name: 'test',
          client: provider,
          store: simulatedStore(now),
          clock: now,
          randomId: () => crypto.randomUUID(),
          quota: async () => ({ buckets: [], concurrent: 0, concurrentLimit: 12 }),
          timer: time.timer(),
          freshness: { outdatedWaitMs: 0 },
          workMs: WORK_MS,
          queueMs: 0,
        };
        const instances = [createAccount(options), createAccount(options)];
        const told: Told[] = [];
        const askedToDelete: string[] = [];
        const tell = (what: Told['what'], group: string, id: string | null, code: string) =>
          void told.push({ what, group, id, code, at: time.now });
        const pass = async (ms: number) => {
          for (let passed = 0; passed < ms; passed += SECOND) await time.pass(SECOND);
        };
        for (const [index, { waitS, act }] of steps.entries()) {
          if (!('fate' in act)) {
            const sender = provider.senders.find((each) => each.name === act.name);
            if (act.do === 'colleague adds' && sender === undefined) provider.create(act.name, 'colleague');
            if (act.do === 'deleted in the cabinet' && sender !== undefined) provider.remove(sender.id, 'cabinet');
          } else {
            const account = instances[act.at];
            provider.fate = act.fate;
            if (act.do === 'add') {
              const key = act.key === null ? null : `${act.key} ${act.name}`;
              const group = key ?? `call ${index}`;
              const idempotency = key === null ? null : { key, inputHash: act.name };
              account?.add(addRequest(act.name, { comment: group }), idempotency).then(
                ({ sender }) => tell('add', group, sender.smscId, 'success'),
                (failure: GatewayError) => {
                  const shown =
                    failure instanceof OutcomeUnknownError
                      ? failure.sender
                      : failure instanceof SenderExistsError
                        ? failure.existing
                        : null;
                  tell('add', group, (shown as { smscId: string } | null)?.smscId ?? null, failure.code);
                },
              );
            } else {
              const id = provider.senders[0]?.id ?? '1';
              askedToDelete.push(id);
              account?.delete({ target: { smscId: id }, subclient: null }).then(
                () => tell('delete', `delete ${index}`, id, 'success'),
                (failure: GatewayError) => tell('delete', `delete ${index}`, id, failure.code),
              );
            }
          }
          await pass(waitS * SECOND);
        }
        await pass(240 * SECOND);
        await settle();
        check(provider, told, askedToDelete);
        await Promise.all(instances.map((account) => account.close()));
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});

function check({ made, deleted, senders }: Provider, told: readonly Told[], askedToDelete: readonly string[]): void {
  for (const { what, group, id, code, at } of told) {
    expect(code).not.toBe('INTERNAL');
    if (what === 'add' && code === 'success') expect(made.find((sender) => sender.id === id)?.by).toBe(group);
    // A call with a key may be a repeat of one that is still open, which is told as such.
    if (what === 'add' && code === 'UPSTREAM_UNAVAILABLE' && group.startsWith('call'))
      expect(made.filter((sender) => sender.by === group && sender.at > at)).toEqual([]);
    if (what === 'delete' && code === 'success') expect(senders.some((sender) => sender.id === id)).toBe(false);
  }
  // A delete that is called not done is not done later; another one of the same sender may be.
  const deletes = told.filter(({ what }) => what === 'delete');
  for (const { id, code, at } of deletes)
    if (code === 'UPSTREAM_UNAVAILABLE' && askedToDelete.filter((other) => other === id).length === 1)
      expect(deleted.filter((gone) => gone.id === id && gone.by !== 'cabinet' && gone.at > at)).toEqual([]);
  for (const group of new Set(told.map((each) => each.group))) {
    const successes = new Set(
      told.filter((each) => each.group === group && each.what === 'add' && each.code === 'success').map(({ id }) => id),
    );
    expect(successes.size).toBeLessThanOrEqual(1);
    // Never two of one key at the provider at once, nor one after the other but where the first was deleted.
    const own = made.filter((sender) => sender.by === group);
    expect(own.filter(({ id }) => !deleted.some((gone) => gone.id === id)).length).toBeLessThanOrEqual(1);
  }
}
