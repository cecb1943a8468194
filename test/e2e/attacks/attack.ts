import type { Verdict, WireRequest } from '../../support/wire.ts';

/** What somebody who means no good sends, and what comes of it. */
export interface Attack {
  /** As the table in docs/reference/attacks.md tells it. */
  readonly name: string;
  /** One request, or bytes that are none. */
  readonly sends: WireRequest | Buffer;
  /** Status and codes as `verdictOf` tells them. */
  readonly answer: string;
  /** What stands in the answer. */
  readonly says?: RegExp;
  /** What is true of the answer besides. */
  readonly holds?: (verdict: Verdict) => boolean;
  /** The request is never ended, so that only a deadline ends it. */
  readonly isSlow?: boolean;
}

export const times = (count: number, make: (index: number) => string, between = ' '): string =>
  Array.from({ length: count }, (_, index) => make(index)).join(between);
