import type { OperationName } from './operations.ts';

/** What a thread is made with. */
export interface ThreadSettings {
  readonly file: string;
  readonly pollMs: number;
}

/** To the thread. `deadline` by the machine's monotonic clock, which all threads share. */
export type Request =
  | { readonly id: number; readonly name: OperationName; readonly args: readonly unknown[]; readonly deadline: number }
  | { readonly watch: string }
  | { readonly unwatch: string }
  | 'close';

/** From the thread: that it takes calls, a call's result, why it failed (away: the store's reason; fault: ours), or a channel in which something was said. */
export type Message =
  | 'ready'
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly away: string; readonly cause: unknown }
  | { readonly id: number; readonly fault: unknown }
  | { readonly notice: string };
