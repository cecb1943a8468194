export const FAULT_KINDS = {
  latency: 'The answer comes `ms` later.',
  reset: 'The connection is reset with no answer.',
  truncate: 'The connection ends in the middle of the body.',
  'bad-gateway': 'Status 502 with an HTML page.',
  hang: 'No answer, until the client goes away.',
  empty: 'Status 200 with no body.',
  html: 'Status 200 with an HTML page.',
  error: 'The provider’s error number `code`.',
} as const;
export type FaultKind = keyof typeof FAULT_KINDS;

export interface Fault {
  readonly kind: FaultKind;
  /** get, add, chg, del, send_code or check_code; any where it is absent. */
  readonly command?: string | undefined;
  /** How many requests it befalls; one where it is absent. */
  readonly times?: number | undefined;
  /** Of latency. */
  readonly ms?: number | undefined;
  /** Of error; 5 where it is absent. */
  readonly code?: number | undefined;
  /** true: the command takes effect and its answer is lost. false, the default: it takes none. */
  readonly afterEffect?: boolean | undefined;
}

interface Raised {
  readonly fault: Fault;
  left: number;
}

/** Faults on demand, each for so many requests, in the order in which they were raised. */
export class Faults {
  readonly #raised: Raised[] = [];

  raise(fault: Fault): void {
    this.#raised.push({ fault, left: fault.times ?? 1 });
  }

  /** The fault that befalls a request of this command, if any; used up by it. */
  next(command: string): Fault | null {
    const index = this.#raised.findIndex(({ fault }) => fault.command === undefined || fault.command === command);
    const raised = this.#raised[index];
    if (raised === undefined) return null;
    raised.left -= 1;
    if (raised.left <= 0) this.#raised.splice(index, 1);
    return raised.fault;
  }

  /** What still waits. */
  waiting(): readonly (Fault & { readonly left: number })[] {
    return this.#raised.map(({ fault, left }) => ({ ...fault, left }));
  }
}
