import type { Leases } from '../../concurrency/lease.ts';
import { once } from '../../concurrency/once.ts';
import { GatewayError } from '../../errors.ts';
import type { HeldSender, Idempotency } from '../account.ts';
import type { SharedState } from '../shared-state.ts';
import type { Attempt } from './add-sender.ts';
import type { Look } from './look.ts';
import { addedOrThrow, openVerdict, type Verdict } from './verdict.ts';

const REMEMBER_MS = 24 * 3_600_000;

/** What is stored of a key. Without `sender` and `found`: it is not known how the attempt ended. */
interface AddRecord extends Attempt {
  readonly inputHash: string;
  readonly sender: HeldSender | null;
  /** The provider is through with the attempt, and this one has the name since: the caller's own, or another's. */
  readonly found?: HeldSender;
}

export interface Remembered {
  readonly sender: HeldSender;
  /** True where an earlier attempt did it. */
  readonly replayed: boolean;
}

/** An add that can be begun, and judged where an earlier attempt ended without a result. */
export interface RepeatableAdd {
  begin(note: (attempt: Attempt) => Promise<void>): Promise<Verdict>;
  /** What became of an earlier attempt that the provider is through with. */
  judge(earlier: Attempt, look: Look): Promise<Verdict>;
  look(): Look;
}

export interface IdempotencyOptions {
  readonly account: string;
  readonly shared: SharedState;
  readonly leases: Leases;
  readonly now: () => number;
  /** The longest from the note of an attempt to the provider's last work on it. */
  readonly openMs: number;
  /** Has the key judged again once the provider must be through. */
  readonly later: (subclient: string | null, openMs: number, judge: (look: Look) => Promise<void>) => void;
}

/** Results of adds by the caller's key, for 24 hours, for all instances. */
export class IdempotentAdds {
  readonly #options: IdempotencyOptions;

  constructor(options: IdempotencyOptions) {
    this.#options = options;
  }

  /**
   * The same key and input: one does it, the others wait and get its result; after a crash the next one takes it up.
   * @throws GatewayError IDEMPOTENCY_CONFLICT where the key was used with another input
   */
  async run(subclient: string | null, idempotency: Idempotency, add: RepeatableAdd, signal: AbortSignal | undefined): Promise<Remembered> {
    const key = this.#key(subclient, idempotency);
    const attempt = async (earlier: AddRecord | null): Promise<Verdict> => {
      if (earlier !== null) {
        const openMs = await this.#openMs(key);
        const verdict = openMs > 0 ? openVerdict(openMs) : await add.judge(earlier, add.look());
        // Certainly not done: the attempt is over, and this is the first.
        if (verdict.kind !== 'not done' || verdict.failure.code === 'SENDER_EXISTS') return verdict;
      }
      return add.begin((noted) => this.#note(key, idempotency, noted));
    };
    const { verdict, replayed } = await this.#once(key, idempotency, signal, attempt);
    if (verdict.kind === 'open')
      this.#options.later(subclient, verdict.openMs, (look) => this.#settle(key, idempotency, (earlier) => add.judge(earlier, look)));
    return { sender: addedOrThrow(verdict), replayed };
  }

  /** Writes down what is known of an attempt once the provider is through with it. @throws GatewayError where that is still nothing */
  async #settle(key: string, idempotency: Idempotency, judge: (earlier: AddRecord) => Promise<Verdict>): Promise<void> {
    const { verdict } = await this.#once(key, idempotency, undefined, async (earlier) => {
      // Another attempt settled it.
      if (earlier === null) return { kind: 'not done', failure: new GatewayError('UPSTREAM_UNAVAILABLE') };
      const openMs = await this.#openMs(key);
      return openMs > 0 ? openVerdict(openMs) : judge(earlier);
    });
    if (verdict.kind === 'open') throw new GatewayError('UPSTREAM_UNAVAILABLE', { retryAfterMs: verdict.checkAfterMs });
  }

  /** Runs an attempt, unless the key has its result, and writes down what came of it. */
  async #once(
    key: string,
    { inputHash }: Idempotency,
    signal: AbortSignal | undefined,
    attempt: (earlier: AddRecord | null) => Promise<Verdict>,
  ): Promise<{ readonly verdict: Verdict; readonly replayed: boolean }> {
    const { shared, leases } = this.#options;
    let earlier: AddRecord | null = null;
    let result: { readonly verdict: Verdict; readonly replayed: boolean } | null = null;
    await once(leases, {
      key: JSON.stringify([key, 'lease']),
      signal,
      isDone: async () => {
        const found = await shared.read(key);
        earlier = found && (JSON.parse(Buffer.from(found.value).toString()) as AddRecord);
        if (earlier !== null && earlier.inputHash !== inputHash) throw new GatewayError('IDEMPOTENCY_CONFLICT');
        const verdict = earlier && verdictOf(earlier);
        if (verdict !== null) result = { verdict, replayed: true };
        return verdict !== null;
      },
      work: async () => {
        const verdict = await attempt(earlier).catch(async (failure: unknown) => {
          // The provider was not asked, or refused.
          if (failure instanceof GatewayError) await this.#forget(key);
          throw failure;
        });
        result = { verdict, replayed: false };
        await this.#write(key, inputHash, earlier, verdict);
      },
    });
    if (result === null) throw new GatewayError('INTERNAL', { message: 'An add ended without a result.' });
    return result;
  }

  /** Where it can't be written, the next attempt finds out by looking. */
  async #write(key: string, inputHash: string, earlier: AddRecord | null, verdict: Verdict): Promise<void> {
    const { shared } = this.#options;
    const idBefore = earlier?.idBefore ?? null;
    const put = (record: AddRecord) => shared.write(key, encode(record), REMEMBER_MS).catch(() => {});
    if (verdict.kind === 'done') await put({ idBefore, inputHash, sender: verdict.sender });
    else if (verdict.kind === 'found') await put({ idBefore, inputHash, sender: null, found: verdict.sender });
    else if (verdict.kind === 'not done') await this.#forget(key);
    else await this.#leaveOpen(key, verdict.openMs).catch(() => {});
  }

  async #forget(key: string): Promise<void> {
    await this.#options.shared.remove(key).catch(() => {});
  }

  /** Before the provider is asked: without this nobody would know after a crash. */
  async #note(key: string, { inputHash }: Idempotency, { idBefore }: Attempt): Promise<void> {
    await this.#leaveOpen(key, this.#options.openMs);
    await this.#options.shared.write(key, encode({ idBefore, inputHash, sender: null }), REMEMBER_MS);
  }

  /** As long as the provider may still do it, whoever asks with this key must know. */
  async #leaveOpen(key: string, openMs: number): Promise<void> {
    const { shared, now } = this.#options;
    if (openMs === 0) await shared.remove(openKey(key));
    else await shared.write(openKey(key), Buffer.from(String(now() + openMs)), openMs);
  }

  /** Told by the store's clock: what it holds no longer is over. */
  async #openMs(key: string): Promise<number> {
    const { shared, now, openMs } = this.#options;
    const found = await shared.read(openKey(key));
    return found === null ? 0 : Math.min(openMs, Math.max(1, Number(Buffer.from(found.value).toString()) - now()));
  }

  #key(subclient: string | null, { key }: Idempotency): string {
    return JSON.stringify([this.#options.account, subclient, 'add', key]);
  }
}

const openKey = (key: string): string => JSON.stringify([key, 'open']);

const encode = (record: AddRecord): Uint8Array => Buffer.from(JSON.stringify(record));

function verdictOf({ sender, found }: AddRecord): Verdict | null {
  if (sender !== null) return { kind: 'done', sender };
  return found === undefined ? null : { kind: 'found', sender: found };
}
