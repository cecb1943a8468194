import type { SenderQuery } from '../generated/operations.ts';

/** One sender with all that its page shows. */
export type Sender = NonNullable<SenderQuery['sender']>;
