import type { Command } from '../../src/domain/commands.ts';
import type { SenderReading } from '../../src/domain/sender.ts';
import { GatewayError } from '../../src/errors.ts';
import {
  type AddRequest,
  type CallOptions,
  type ChangeRequest,
  type CheckCodeRequest,
  type DeleteRequest,
  type ListAnswer,
  type ListQuestion,
  type ListTraits,
  type SendCodeRequest,
  type SenderTarget,
  type SmscClient,
  UpstreamFailure,
} from '../../src/smsc/api.ts';

/** What happens to one call, where it does not simply succeed. */
export interface Step {
  /** Thrown instead of the answer. */
  readonly failure?: unknown;
  /** Whether the provider does it all the same. False where it is not given. */
  readonly done?: boolean;
  /** The call stands in the queue until then. */
  readonly queuedUntil?: Promise<unknown>;
  /** The answer is made up at once, but comes only after this. */
  readonly until?: Promise<unknown>;
  /** What comes of the answer to a list on its way. */
  readonly distort?: (answer: ListAnswer) => ListAnswer;
}

export interface RecordedCall {
  readonly command: Command;
  readonly request: ListQuestion | AddRequest | ChangeRequest | DeleteRequest | SendCodeRequest | CheckCodeRequest;
  readonly signal: AbortSignal | undefined;
  readonly priority: CallOptions['priority'];
}

/** The failure of a call with an answer that can't be understood: the provider may have done it, and is through with it. */
export const lostAnswer = () => new UpstreamFailure('NONSENSE', 'The answer was cut off.');
/** The failure of a call whose answer never came: the provider may do it yet. */
export const noAnswer = () => new UpstreamFailure('UNANSWERED', 'The provider did not answer in time.');
/** The failure of a call that never reached the provider. */
export const neverSent = () => new UpstreamFailure('NOT_SENT', 'Connection refused.');
export const refusal = (code: GatewayError['code'], upstreamCode: number) => new GatewayError(code, { upstreamCode });

export const reading = (smscId: string | null, name: string, more: Partial<SenderReading> = {}): SenderReading => ({
  smscId,
  name,
  status: 1,
  operators: [],
  files: [],
  ...more,
});

/** The answer that these rows are all of. */
export const listAnswer = (rows: readonly SenderReading[], more: Partial<ListAnswer> = {}): ListAnswer => ({
  rows,
  unreadableRows: 0,
  whole: true,
  notFound: false,
  traits: traitsOf(rows, { operators: false, files: false }),
  ...more,
});

/** As the adapter counts them of an answer that shows what a flag asks for with every row. */
const traitsOf = (rows: readonly SenderReading[], { operators, files }: Pick<ListQuestion, 'operators' | 'files'>): ListTraits => ({
  withId: rows.filter(({ smscId }) => smscId !== null).length,
  withStatus: rows.filter(({ status }) => status !== null).length,
  withColumns: operators ? rows.length : 0,
  withFiles: files ? rows.length : 0,
  unreadableFiles: 0,
  numberCells: rows.flatMap(({ operators }) => operators.filter(({ status }) => status !== null)).length,
  wordCells: 0,
  strangeKeys: new Map(),
  newColumns: new Set(),
});

const CHANGED_ON = '2026-11-23';

/** A provider behind the port SmscClient: it keeps senders, records calls, and follows a script. */
export class ScriptedProvider implements SmscClient {
  readonly calls: RecordedCall[] = [];
  /** Newest first. */
  senders: SenderReading[];
  readonly #script = new Map<Command, Step[]>();
  #lastId: number;

  constructor(senders: readonly SenderReading[] = []) {
    this.senders = [...senders];
    this.#lastId = Math.max(0, ...senders.map(({ smscId }) => Number(smscId)));
  }

  /** Sets what happens to the next calls of a command, one step each. */
  script(command: Command, ...steps: Step[]): void {
    this.#script.set(command, [...(this.#script.get(command) ?? []), ...steps]);
  }

  /** Forgets what is set for the next calls. */
  clear(command: Command): void {
    this.#script.delete(command);
  }

  count(command: Command): number {
    return this.calls.filter((call) => call.command === command).length;
  }

  list(question: ListQuestion, options?: CallOptions): Promise<ListAnswer> {
    return this.#run('LIST', question, options, () => {
      // All of them changed on the day of the tests' clock.
      if (question.changedSince !== null && question.changedSince > CHANGED_ON) return listAnswer([]);
      const below = question.before === null ? this.senders : this.senders.filter(({ smscId }) => Number(smscId) < Number(question.before));
      const rows = below.slice(0, question.count).map((row) => ({
        ...row,
        status: question.operators ? null : row.status,
        operators: question.operators ? row.operators : [],
        files: question.files ? row.files : [],
      }));
      return listAnswer(rows, { traits: traitsOf(rows, question) });
    });
  }

  add(request: AddRequest, options?: CallOptions): Promise<{ smscId: string }> {
    return this.#run('ADD', request, options, () => {
      if (this.senders.some(({ name }) => name === request.name)) throw refusal('SAVE_FAILED', 5);
      this.#lastId += 1;
      const smscId = String(this.#lastId);
      this.senders = [reading(smscId, request.name, { status: 0 }), ...this.senders];
      return { smscId };
    });
  }

  change(request: ChangeRequest, options?: CallOptions): Promise<void> {
    return this.#run('CHANGE', request, options, () => {
      this.#find(request.target);
    });
  }

  delete(request: DeleteRequest, options?: CallOptions): Promise<void> {
    return this.#run('DELETE', request, options, () => {
      const gone = this.#find(request.target);
      this.senders = this.senders.filter((row) => row !== gone);
    });
  }

  sendCode(request: SendCodeRequest, options?: CallOptions): Promise<void> {
    return this.#run('SEND_CODE', request, options, () => {});
  }

  checkCode(request: CheckCodeRequest, options?: CallOptions): Promise<void> {
    return this.#run('CHECK_CODE', request, options, () => {});
  }

  #find(target: SenderTarget): SenderReading {
    const found = this.senders.find((row) => ('smscId' in target ? row.smscId === target.smscId : row.name === target.name));
    if (found === undefined) throw refusal('SENDER_NOT_FOUND', 3);
    return found;
  }

  async #run<Answer>(
    command: Command,
    request: RecordedCall['request'],
    options: CallOptions | undefined,
    act: () => Answer,
  ): Promise<Answer> {
    const { failure, done = failure === undefined, until, queuedUntil, distort } = this.#script.get(command)?.shift() ?? {};
    if (queuedUntil !== undefined) await Promise.race([queuedUntil, aborted(options?.signal)]);
    options?.signal?.throwIfAborted();
    options?.onDeparture?.();
    this.calls.push({ command, request, signal: options?.signal, priority: options?.priority });
    const answer = done ? act() : null;
    if (until !== undefined) await Promise.race([until, aborted(options?.signal)]);
    options?.signal?.throwIfAborted();
    if (failure !== undefined || answer === null) throw failure;
    return distort === undefined ? answer : (distort(answer as ListAnswer) as Answer);
  }
}

const aborted = (signal: AbortSignal | undefined) =>
  new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
