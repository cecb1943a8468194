const KEPT = 100;

/** Parameters whose values may be shown: the rest may be a secret, or somebody's address. */
const SHOWN = ['sender', 'id', 'all', 'operators', 'files', 'from_date', 'prev_id', 'cnt', 'user', 'fmt', 'charset', 'mail'];

export interface RequestEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** null where the request names none. */
  readonly command: string | null;
  /** null where it was not admitted. */
  readonly login: string | null;
  readonly params: Readonly<Record<string, string>>;
  /** The error number of the answer; null for a success. */
  readonly error: number | null;
  readonly fault: string | null;
}

export interface RequestCounts {
  readonly requests: number;
  readonly byCommand: Readonly<Record<string, number>>;
  readonly byError: Readonly<Record<string, number>>;
  readonly faults: number;
}

/** Counts requests and keeps the last ones, without secrets. */
export class RequestLog {
  readonly #recent: RequestEntry[] = [];
  readonly #byCommand = new Map<string, number>();
  readonly #byError = new Map<string, number>();
  readonly #now: () => number;
  #requests = 0;
  #faults = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  add(entry: Omit<RequestEntry, 'at' | 'params'>, params: ReadonlyMap<string, string>): void {
    this.#requests += 1;
    if (entry.fault !== null) this.#faults += 1;
    if (entry.command !== null) this.#byCommand.set(entry.command, (this.#byCommand.get(entry.command) ?? 0) + 1);
    if (entry.error !== null) this.#byError.set(String(entry.error), (this.#byError.get(String(entry.error)) ?? 0) + 1);
    const shown = SHOWN.flatMap((name) => {
      const value = params.get(name);
      return value === undefined ? [] : [[name, value.slice(0, 100)] as const];
    });
    this.#recent.unshift({ ...entry, at: this.#now(), params: Object.fromEntries(shown) });
    this.#recent.length = Math.min(this.#recent.length, KEPT);
  }

  counts(): RequestCounts {
    return {
      requests: this.#requests,
      byCommand: Object.fromEntries(this.#byCommand),
      byError: Object.fromEntries(this.#byError),
      faults: this.#faults,
    };
  }

  /** Newest first. */
  recent(): readonly RequestEntry[] {
    return [...this.#recent];
  }
}
