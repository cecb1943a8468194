import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DocumentNode } from 'graphql';
import type { UpstreamCost } from '../../account/account.ts';
import { Tally, type Work } from '../../domain/prices.ts';
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
  /** What it may do at the most; null before that is known. */
  price: Work | null;
  /** What it did so far. */
  readonly done: Tally;
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
  document: null,
});

export interface RequestScopeOptions {
  readonly randomId: () => string;
  /** Told once, when the request has its answer or went away. */
  readonly onEnd: (scope: RequestScope) => void;
}

/** One HTTP request on its way through the gateway, and what logs and metrics tell of it. Holds no token and no body. */
export class RequestScope implements Runner {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
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
  batch: Runner['batch'] = null;
  readonly #randomId: () => string;
  readonly #onEnd: (scope: RequestScope) => void;
  #id: string | null = null;

  constructor(request: IncomingMessage, response: ServerResponse, startedAt: number, { randomId, onEnd }: RequestScopeOptions) {
    this.request = request;
    this.response = response;
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

  /** It has its whole answer. */
  end(): void {
    this.#onEnd(this);
  }

  /** It ends with its answer or its connection, whichever is first. A listener costs a cached answer too much: it calls `end`. */
  endWithResponse(): void {
    this.response.once('close', () => this.#onEnd(this));
  }
}
