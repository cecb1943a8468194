import { GatewayError } from '../../errors.ts';
import type { HeldSender, Idempotency } from '../account.ts';
import { oneForAll } from '../one-for-all.ts';
import type { SharedState } from '../shared-state.ts';
import { answerLost } from './write-context.ts';

const REMEMBER_MS = 24 * 3_600_000;

/** What is written down before the provider is asked, so that whoever comes after a crash knows where it stood. */
export interface Attempt {
  /** Null where it could not be known. */
  readonly existedBefore: boolean | null;
}

interface AddRecord extends Attempt {
  readonly inputHash: string;
  /** Null until it is known to be done. */
  readonly sender: HeldSender | null;
}

export interface Remembered {
  readonly sender: HeldSender;
  /** True where an earlier attempt did it. */
  readonly replayed: boolean;
}

/** An add that can be begun, and taken up where an earlier attempt ended without a result. */
export interface RepeatableAdd {
  begin(note: (attempt: Attempt) => Promise<void>): Promise<HeldSender>;
  resume(earlier: Attempt, note: (attempt: Attempt) => Promise<void>): Promise<Remembered>;
}

export interface IdempotencyOptions {
  readonly account: string;
  readonly shared: SharedState;
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
  async run(
    subclient: string | null,
    { key, inputHash }: Idempotency,
    add: RepeatableAdd,
    signal: AbortSignal | undefined,
  ): Promise<Remembered> {
    const { account, shared } = this.#options;
    const recordKey = JSON.stringify([account, subclient, 'add', key]);
    let earlier: AddRecord | null = null;
    let result: Remembered | null = null;
    const write = (record: AddRecord) => shared.write(recordKey, Buffer.from(JSON.stringify(record)), REMEMBER_MS);
    const note = (attempt: Attempt) => write({ ...attempt, inputHash, sender: null });

    await oneForAll({
      shared,
      key: JSON.stringify([recordKey, 'lease']),
      signal,
      async isDone() {
        const found = await shared.read(recordKey);
        earlier = found && (JSON.parse(Buffer.from(found.value).toString()) as AddRecord);
        if (earlier === null) return false;
        if (earlier.inputHash !== inputHash) throw new GatewayError('IDEMPOTENCY_CONFLICT');
        if (earlier.sender !== null) result = { sender: earlier.sender, replayed: true };
        return earlier.sender !== null;
      },
      async work() {
        try {
          result = earlier === null ? { sender: await add.begin(note), replayed: false } : await add.resume(earlier, note);
        } catch (failure) {
          // What may have been done is taken up by the next attempt; what was refused begins anew.
          if (!mayHaveBeenDone(failure)) await shared.remove(recordKey).catch(() => {});
          throw failure;
        }
        // Without this record the next attempt finds the sender by reading back.
        await write({ existedBefore: false, inputHash, sender: result.sender }).catch(() => {});
      },
    });
    if (result === null) throw new GatewayError('INTERNAL', { message: 'An add ended without a result.' });
    return result;
  }
}

const mayHaveBeenDone = (failure: unknown): boolean =>
  answerLost(failure) || (failure instanceof GatewayError && failure.code === 'OUTCOME_UNKNOWN');
