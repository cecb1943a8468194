import DataLoader from 'dataloader';
import type { Account, Freshness, HeldSender, Idempotency, Part, ReadOptions, Snapshot } from '../account/account.ts';
import { filterInSlices } from '../concurrency/yielding.ts';
import type { ErrorCode } from '../domain/error-codes.ts';
import { Tally } from '../domain/prices.ts';
import type { FileReading, OperatorReading } from '../domain/sender.ts';
import { GatewayError, LimitExceededError } from '../errors.ts';
import type { AddRequest, ChangeRequest, CheckCodeRequest, DeleteRequest, SendCodeRequest } from '../smsc/api.ts';
import { encodeCursor, type Page, type PageArgs, pageOf, sizeOf } from './page.ts';
import { type Principal, requireReach, requireWrite } from './principal.ts';
import {
  byOperator,
  bySenderFilter,
  DEFAULT_ORDER,
  isSorted,
  type SenderFilter,
  type SenderOrder,
  senderOrdering,
  sortedSenders,
} from './sender-list.ts';
import { Sources } from './sources.ts';
import { LONGEST_LINE, requireLength } from './text-length.ts';

/** Where a sender is: ids are the account's own, names are unique in a list. */
export type SenderKey = { readonly subclient: string | null } & ({ readonly smscId: string } | { readonly name: string });

/** A document together with the sender it belongs to. */
export interface HeldFile {
  readonly sender: HeldSender;
  readonly reading: FileReading;
}

export interface SendersOptions {
  /** Gets whatever answers are made of here. */
  readonly sources?: Sources;
  /** Gets what was really done. */
  readonly done?: Tally;
  /** Different questions to the provider that answers may need. */
  readonly maxQuestions?: number;
  /** Told of the typed error of a write, which is data to its caller. */
  readonly onRefusedWrite?: (code: ErrorCode) => void;
}

export interface PartRead {
  readonly subclient: string | null;
  readonly part: Part;
  readonly snapshot: Snapshot;
}

export interface ListQuery extends PageArgs {
  readonly subclient: string | null;
  readonly filter: SenderFilter;
  readonly orderBy: SenderOrder;
}

/** A page of senders; the freshness is read only where it is asked for. */
export interface SenderPage extends Page<HeldSender> {
  readonly freshness: Freshness;
}

/** A request's only way to the provider's data: a part of a snapshot is loaded once, however many fields and aliases ask for it. */
export class Senders {
  readonly #account: Account;
  readonly #principal: Principal;
  readonly #options: ReadOptions;
  readonly #sources: Sources;
  readonly #done: Tally;
  /** Filtered, and in their order, for pages and aliases that ask for the same. */
  readonly #lists = new Map<string, Promise<FilteredList>>();
  readonly #partsRead = new Map<string, PartRead>();
  readonly #asked = new Set<string>();
  readonly #maxQuestions: number;
  readonly #onRefusedWrite: (code: ErrorCode) => void;
  readonly #parts: DataLoader<{ subclient: string | null; part: Part }, Snapshot, string>;

  constructor(
    principal: Principal,
    options: ReadOptions,
    {
      sources = new Sources(),
      done = new Tally(),
      maxQuestions = Number.POSITIVE_INFINITY,
      onRefusedWrite = () => {},
    }: SendersOptions = {},
  ) {
    this.#onRefusedWrite = onRefusedWrite;
    this.#maxQuestions = maxQuestions;
    this.#account = principal.account;
    this.#sources = sources;
    this.#done = done;
    this.#principal = principal;
    this.#options = options;
    this.#parts = new DataLoader(
      (keys) => Promise.all(keys.map(({ subclient, part }) => this.#account.snapshot(subclient, [part], options).catch(asError))),
      { cacheKeyFn: ({ subclient, part }) => partKey(subclient, part) },
    );
  }

  /** What is read from here on is read anew: for operations that go on. */
  forget(): void {
    this.#sources.addOther();
    this.#clear();
  }

  #clear(): void {
    this.#parts.clearAll();
    this.#partsRead.clear();
    this.#lists.clear();
  }

  async part(subclient: string | null, part: Part): Promise<Snapshot> {
    requireReach(this.#principal, subclient);
    const key = partKey(subclient, part);
    const isFirst = !this.#asked.has(key);
    this.#ask(key);
    const read = this.#partsRead.get(key);
    if (read !== undefined) return read.snapshot;
    // What is held and fresh is there at once. Whoever asks again while it is loaded waits for the same.
    const snapshot = (isFirst ? this.#account.current(subclient, part) : null) ?? (await this.#parts.load({ subclient, part }));
    this.#sources.add(snapshot);
    this.#partsRead.set(key, { subclient, part, snapshot });
    return snapshot;
  }

  /** @throws LimitExceededError where an operation needs too many different questions to the provider */
  #ask(question: string): void {
    this.#asked.add(question);
    if (this.#asked.size > this.#maxQuestions) throw new LimitExceededError('upstreamCalls', this.#maxQuestions, this.#asked.size);
  }

  /** What was read of one list so far. */
  partsRead(subclient: string | null): readonly PartRead[] {
    return [...this.#partsRead.values()].filter((read) => read.subclient === subclient);
  }

  async find(key: SenderKey): Promise<HeldSender | null> {
    const names = await this.part(key.subclient, 'names');
    return 'smscId' in key ? names.bySmscId(key.smscId) : names.byName(key.name);
  }

  /** Answers key by key; a failure of one subclient's list leaves the others. */
  sendersByKeys(keys: readonly SenderKey[]): Promise<(HeldSender | null | Error)[]> {
    return Promise.all(keys.map((key) => this.find(key).catch(asError)));
  }

  filesByKeys(keys: readonly { readonly fileId: string; readonly sender: SenderKey }[]): Promise<(HeldFile | null | Error)[]> {
    const find = async ({ fileId, sender: key }: (typeof keys)[number]) => {
      const sender = await this.find(key);
      return sender && ((await this.filesOf(sender)).find(({ reading }) => reading.smscId === fileId) ?? null);
    };
    return Promise.all(keys.map((key) => find(key).catch(asError)));
  }

  async list({ subclient, filter, orderBy, ...page }: ListQuery): Promise<SenderPage> {
    requireReach(this.#principal, subclient);
    requireLength(['filter', 'nameContains'], filter.nameContains ?? '', LONGEST_LINE);
    // What can't be a page is not looked for.
    sizeOf(page);
    const ordering = senderOrdering(orderBy, subclient);
    if (!isFilter(filter)) {
      const names = await this.part(subclient, 'names');
      return { ...pageOf(await this.#sorted(names, ordering), ordering, page), freshness: names.freshness };
    }
    const key = listKey({ subclient, filter, orderBy });
    const list = this.#lists.get(key) ?? this.#filtered(subclient, filter, ordering);
    this.#lists.set(key, list);
    const { names, kept } = await list;
    return { ...pageOf(kept, ordering, page), freshness: names.freshness };
  }

  async #filtered(subclient: string | null, filter: SenderFilter, ordering: ReturnType<typeof senderOrdering>): Promise<FilteredList> {
    if (filter.statusChangedSince != null) {
      this.#sources.addOther();
      this.#ask(JSON.stringify([subclient, 'changed', filter.statusChangedSince]));
    }
    const [names, operators, changed] = await Promise.all([
      this.part(subclient, 'names'),
      filter.operator == null ? null : this.part(subclient, 'operators'),
      filter.statusChangedSince == null ? null : this.#account.changedSince(subclient, filter.statusChangedSince, this.#options),
    ]);
    const conditions: ((sender: HeldSender) => boolean)[] = [bySenderFilter(filter)];
    if (filter.operator != null && operators !== null) conditions.push(byOperator(filter.operator, operators));
    if (changed !== null) conditions.push((sender) => changed.has(sender.smscId));
    const sorted = await this.#sorted(names, ordering);
    this.#done.scanned += sorted.length;
    return { names, kept: await filterInSlices(sorted, this.#account.slices, (sender) => conditions.every((holds) => holds(sender))) };
  }

  #sorted(names: Snapshot, ordering: ReturnType<typeof senderOrdering>) {
    if (!isSorted(names, ordering)) this.#done.scanned += names.senders.length;
    return sortedSenders(names, ordering, this.#account.slices);
  }

  /** The cursor of a sender in the default order of its list. */
  cursorOf(sender: HeldSender): string {
    const ordering = senderOrdering(DEFAULT_ORDER, sender.subclient);
    return encodeCursor(ordering.list, ordering.keyOf(sender));
  }

  async operatorsOf({ subclient, smscId }: HeldSender): Promise<readonly OperatorReading[]> {
    return (await this.part(subclient, 'operators')).operatorsOf(smscId);
  }

  async filesOf(sender: HeldSender): Promise<readonly HeldFile[]> {
    const files = await this.part(sender.subclient, 'files');
    return files.filesOf(sender.smscId).map((reading) => ({ sender, reading }));
  }

  async freshnessOf({ subclient }: HeldSender, part: Part): Promise<Freshness> {
    return (await this.part(subclient, part)).freshness;
  }

  add = (request: AddRequest, idempotency: Idempotency | null) =>
    this.#write(request.subclient, () => this.#account.add(request, idempotency, this.#options));

  change = (request: ChangeRequest) => this.#write(request.subclient, () => this.#account.change(request, this.#options));

  delete = (request: DeleteRequest) => this.#write(request.subclient, () => this.#account.delete(request, this.#options));

  sendCode = (request: SendCodeRequest) => this.#write(request.subclient, () => this.#account.sendCode(request, this.#options));

  checkCode = (request: CheckCodeRequest) => this.#write(request.subclient, () => this.#account.checkCode(request, this.#options));

  /** Also a write that failed may have changed what is held. */
  async #write<Result>(subclient: string | null, write: () => Promise<Result>): Promise<Result> {
    requireWrite(this.#principal);
    requireReach(this.#principal, subclient);
    this.#sources.addOther();
    try {
      return await write();
    } catch (failure) {
      if (failure instanceof GatewayError) this.#onRefusedWrite(failure.code);
      throw failure;
    } finally {
      this.#clear();
    }
  }
}

interface FilteredList {
  readonly names: Snapshot;
  readonly kept: readonly HeldSender[];
}

/** False where it lets every sender through. */
export const isFilter = (filter: SenderFilter): boolean => Object.values(filter).some((value) => value != null);

/** Lists of one key have the same senders in the same order. */
export const listKey = ({ subclient, filter, orderBy }: Pick<ListQuery, 'subclient' | 'filter' | 'orderBy'>): string =>
  JSON.stringify([subclient, filter, orderBy]);

/** No login is empty, and no name of a part has a space. */
const partKey = (subclient: string | null, part: Part): string => (subclient === null ? part : `${part} ${subclient}`);

/** DataLoader takes a failure of one key as a value. */
const asError = (failure: unknown) => (failure instanceof Error ? failure : new Error('not an error', { cause: failure }));
