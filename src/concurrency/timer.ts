/** Time as it passes here, for waiting. It decides nothing that instances share. */
export interface Timer {
  /** Milliseconds since some moment; never goes back. */
  now(): number;
  /** @returns calls it off */
  after(ms: number, work: () => void): () => void;
}

export const TIMER: Timer = {
  now: () => performance.now(),
  after(ms, work) {
    const timeout = setTimeout(work, ms);
    return () => clearTimeout(timeout);
  },
};
