/** Everything that one run measured. */
export interface Figures {
  readonly seconds: number;
  readonly rounds: number;
  /** Requests a second, the median of all rounds, by server and operation. */
  readonly throughput: readonly Throughput[];
  readonly halfLoad: readonly HalfLoad[];
  readonly pages: readonly PageCost[];
  readonly stampedes: readonly Stampede[];
  readonly sizes: readonly Size[];
  readonly workers: readonly Gain[];
  /** Servers that could not be measured, and why. */
  readonly absent: readonly { readonly server: string; readonly why: string }[];
}

export interface Throughput {
  readonly server: string;
  readonly operation: string;
  readonly rates: readonly number[];
  /** Of the answer. */
  readonly bytes: number;
}

/** How long answers take at half of the highest load, in ms. */
export interface HalfLoad {
  readonly server: string;
  readonly operation: string;
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
}

export interface PageCost {
  readonly server: string;
  readonly first: number;
  readonly rate: number;
}

/** 64 readers at once of a server that holds nothing. */
export interface Stampede {
  readonly server: string;
  /** Calls to the upstream: for one query, and for 64 different ones over the same list. */
  readonly equal: number;
  readonly different: number;
  /** Until all have their answer. */
  readonly ms: number;
}

/** The gateway with so many senders of 19 operators. */
export interface Size {
  readonly senders: number;
  /** From the start of the process until the first answer, in ms: with an empty store, and with what the run before stored. */
  readonly emptyStartMs: number;
  readonly storedStartMs: number;
  /** Resident, in MB, after all else here. */
  readonly memory: number;
  /** First pages a second, warm. */
  readonly hot: number;
  readonly executed: number;
  /** The longest standstill of the event loop while all is refreshed under load, and how often it was refreshed. */
  readonly stallMs: number;
  readonly refreshes: number;
}

export interface Gain {
  readonly server: string;
  readonly one: number;
  readonly two: number;
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

export const rateOf = ({ throughput }: Figures, server: string, operation: string): number =>
  median(throughput.find((row) => row.server === server && row.operation === operation)?.rates ?? []);
