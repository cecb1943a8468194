import type { IncomingMessage, ServerResponse } from 'node:http';
import type { UpstreamCost } from '../account/account.ts';
import type { Principal } from '../loaders/principal.ts';

/** One GraphQL operation of a request; a batch has several. */
export interface OperationRecord {
  /** null: it has none, or could not be parsed. */
  name: string | null;
  kind: 'query' | 'mutation' | 'subscription' | null;
  /** Codes of typed errors, in `errors` and in `data`. */
  readonly codes: string[];
  readonly cost: UpstreamCost;
}

/** One HTTP request on its way through the gateway, and what logs and metrics tell of it. Holds no token and no body. */
export class Passage {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Monotonic milliseconds. */
  readonly startedAt: number;
  /** null before authentication, and for pages that need none. */
  principal: Principal | null = null;
  readonly operations: OperationRecord[] = [];
  readonly #randomId: () => string;
  #id: string | null = null;

  constructor(request: IncomingMessage, response: ServerResponse, startedAt: number, randomId: () => string) {
    this.request = request;
    this.response = response;
    this.startedAt = startedAt;
    this.#randomId = randomId;
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
}
