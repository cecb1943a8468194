import type { OperationRecord, Passage } from './passage.ts';

/** What the front knows of a request. */
export interface ServerContext {
  readonly passage: Passage;
  /** Which one of the request's operations this is, from its params on. */
  operation?: OperationRecord;
  /** Breaks the connection off; left out: the HTTP answer’s. */
  readonly hangUp?: () => void;
}
