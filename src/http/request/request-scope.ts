import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DocumentNode } from 'graphql';
import type { UpstreamCost } from '../../account/account.ts';
import { Tally, type Work } from '../../domain/prices.ts';
import { RIGHT_ENDS, type RightEnd } from '../../domain/right-ends.ts';
import type { GatewayError } from '../../errors.ts';
import { type Hold, rightEnded } from '../../loaders/grant.ts';
import type { Principal } from '../../loaders/principal.ts';
import { Sources } from '../../loaders/sources.ts';
import type { Runner } from './requests-under-way.ts';

/** One GraphQL operation of a request; a batch has several. */
export interface OperationRecord {
  /** null: it has none, or could not be parsed. */
  name: string | null;
  kind: 'query' | 'mutation' | 'subscription' | null;
  /** Codes of typed errors, in `errors` and in `data`. */
  readonly codes: string[];
  readonly cost: UpstreamCost;
  /** True where the answer was given before, and is true still: nothing was executed. */
  readonly repeated: boolean;
  /** True where the operation was judged before, and its answer alone was made anew. */
  readonly prepared: boolean;
  readonly sources: Sources;
  /** What it was let do at the most; null before it was. */
  price: Work | null;
  /** What it did so far. */
  readonly done: Tally;
  /** Points that were taken for it, and are not settled. */
  taken: number;
  /** null: it could not be parsed or is not valid, or its answer is a repeated one. */
  document: DocumentNode | null;
}

export const newOperation = (known: Partial<OperationRecord> = {}): OperationRecord => ({
  name: known.name ?? null,
  kind: known.kind ?? null,
  repeated: known.repeated ?? false,
  prepared: known.prepared ?? false,
  codes: [],
  cost: { calls: 0, waitedMs: 0, servedStale: false },
  sources: new Sources(),
  price: null,
  done: new Tally(),
  taken: 0,
  document: null,
});

export interface RequestScopeOptions {
  readonly randomId: () => string;
  /** Told once, when the request has its answer or went away. */
  readonly onEnd: (scope: RequestScope) => void;
  /** Left out: HTTP. */
  readonly transport?: Transport;
}

/** HTTP: with a response of its own, event streams and MCP included. */
export type Transport = 'HTTP' | 'WEBSOCKET';

/** One HTTP request on its way through the gateway, and what logs and metrics tell of it. Holds no token and no body. */
export class RequestScope implements Runner {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly transport: Transport;
  /** Monotonic milliseconds. */
  readonly startedAt: number;
  /** null before authentication, and for pages that need none. */
  principal: Principal | null = null;
  /** W3C trace context of this request, to be passed on; null: it is not traced. */
  traceparent: string | null = null;
  readonly operations: OperationRecord[] = [];
  /** What its operations ask for together: tokens of documents, fields at the root, points. */
  tokens = 0;
  rootFields = 0;
  points = 0;
  /** Bytes of memory that are kept free for its operations. */
  setAside = 0;
  batch: Runner['batch'] = null;
  readonly #randomId: () => string;
  readonly #onEnd: (scope: RequestScope) => void;
  #id: string | null = null;
  #ended = false;
  #abort: AbortController | null = null;
  #hold: Hold | null = null;
  #endings: (() => void)[] | null = null;

  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    startedAt: number,
    { randomId, onEnd, transport = 'HTTP' }: RequestScopeOptions,
  ) {
    this.request = request;
    this.response = response;
    this.transport = transport;
    this.startedAt = startedAt;
    this.#randomId = randomId;
    this.#onEnd = onEnd;
  }

  /** What the operator finds this request by; made when somebody asks for it. */
  get id(): string {
    this.#id ??= this.#randomId();
    return this.#id;
  }

  /** Without the query, which may hold a document or variables. */
  get path(): string {
    const { url = '' } = this.request;
    const end = url.indexOf('?');
    return end < 0 ? url : url.slice(0, end);
  }

  /** Aborted when the client goes away or its right ends, before it has its answer. Made for requests that are executed, not for cached answers. */
  get signal(): AbortSignal {
    if (this.#abort === null) {
      this.#abort = new AbortController();
      if (this.#ended) this.#abort.abort();
      else this.#hold = this.principal?.grant.hold((end) => this.#stop(end)) ?? null;
    }
    return this.#abort.signal;
  }

  /** Why it may not begin, though it was let in: its right ended since, in whatever way; null: it may. */
  get barred(): GatewayError | null {
    const end = this.principal?.grant.ended ?? null;
    return end === null ? null : rightEnded(end);
  }

  /** Why its caller may have no answer any more, whatever was found; null: it may. */
  get refusal(): GatewayError | null {
    return this.principal?.grant.refusal ?? null;
  }

  /** It has its whole answer, or will get none. Whatever else tells of its end comes too late: it ends once. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#hold?.release();
    for (const ending of this.#endings ?? []) ending();
    this.#onEnd(this);
  }

  /** Has something end with it that would go on by itself: a subscription of which nobody asks for a result. */
  endWith(ending: () => void): void {
    this.#endings ??= [];
    if (this.#ended) ending();
    else this.#endings.push(ending);
  }

  /** Its client went away before it had its answer. */
  leave(): void {
    this.#abort?.abort();
    this.end();
  }

  /** It ends with its answer or its connection, whichever is first. A listener costs a cached answer too much: it calls `end`. */
  endWithResponse(): void {
    this.response.once('close', () => {
      if (this.response.writableFinished) this.end();
      else this.leave();
    });
  }

  #stop(end: RightEnd): void {
    if (!RIGHT_ENDS[end].requestsFinish) this.#abort?.abort(rightEnded(end));
  }
}
