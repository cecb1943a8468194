import { readFileSync, writeFileSync } from 'node:fs';
import { ShapeClient } from './client.ts';
import { type Sent, sentBy } from './sends.ts';

export interface ShapeFuzz {
  readonly url: string;
  /** Whose memory is looked at; null: nobody’s. */
  readonly pid: number | null;
  readonly count: number;
  readonly seed: number;
  /** Told now and then how many cases are done, and how many failed. */
  readonly onProgress?: (done: number, failed: number) => void;
}

export interface ShapeCase {
  readonly index: number;
  /** The best of several times alone. */
  readonly ms: number;
  readonly sentBytes: number;
  readonly bytes: number;
  readonly told: string;
}

export interface ShapeReport {
  /** Cases that took too much, or were answered with a fault. */
  readonly failed: readonly string[];
  readonly slowest: readonly ShapeCase[];
  /** How often each outcome came. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** What the process held more at the most, while a chunk of cases ran; null where the system does not tell. */
  readonly riseMb: number | null;
}

export const MOST_MS = 50;
export const MOST_MB = 50;
/** A case that seemed slow is sent again so often, alone: the best is what it takes. */
const AGAIN = 5;
/** After so many cases it is looked at what the process held at the most. */
export const CHUNK = 500;
/** Sent at once, so that the client makes a case while the server answers another. */
const LANES = 2;
/** Of the slowest so many are sent again at the end, and of those so many are told. */
const WORST = 100;
const TOLD = 10;
const WARM = 1_000;

type Done = Omit<ShapeCase, 'index'>;

/** What a process held at the most since it was last asked, in MB; null where the system does not tell. */
export function peakOf(pid: number | null): number | null {
  if (pid === null) return null;
  try {
    const [, kilobytes = ''] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    // Linux begins anew from what is held now.
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
    return Number(kilobytes) / 1_024;
  } catch {
    return null;
  }
}

/** Sends so many shapes of variables and documents, and looks at what each of them takes. */
export async function fuzzShapes({ url, pid, count, seed, onProgress }: ShapeFuzz): Promise<ShapeReport> {
  const clients = Array.from({ length: LANES }, () => new ShapeClient(url));
  const [client = new ShapeClient(url)] = clients;
  const outcomes = new Map<string, number>();
  const failed: string[] = [];
  const worst: ShapeCase[] = [];
  let riseMb: number | null = null;

  const again = async (index: number): Promise<ShapeCase> => {
    const sent = sentBy(seed, index);
    let best = await send(client, sent);
    for (let time = 1; time < AGAIN; time += 1) {
      const next = await send(client, sent);
      if (next.ms < best.ms) best = next;
    }
    return { index, ...best };
  };
  /** How much more than before was held at the most meanwhile. */
  const riseOf = async (work: () => Promise<unknown>): Promise<number | null> => {
    peakOf(pid);
    const before = peakOf(pid);
    await work();
    const after = peakOf(pid);
    return before === null || after === null ? null : after - before;
  };
  const runChunk = async (start: number, end: number) => {
    const suspects: number[] = [];
    let next = start;
    const lane = async (own: ShapeClient) => {
      while (next < end) {
        const index = next;
        next += 1;
        const done = await send(own, sentBy(seed, index));
        outcomes.set(done.told, (outcomes.get(done.told) ?? 0) + 1);
        if (isFault(done.told)) failed.push(`case ${index}: ${done.told}`);
        note(worst, { index, ...done });
        if (done.ms > MOST_MS) suspects.push(index);
      }
    };
    await Promise.all(clients.map(lane));
    return suspects;
  };

  try {
    // Code that is not compiled yet is nobody's shape.
    for (let index = 0; index < WARM; index += 1) await send(client, sentBy(seed + 1, index));
    for (let start = 0; start < count; start += CHUNK) {
      const end = Math.min(start + CHUNK, count);
      let suspects: number[] = [];
      const mb = await riseOf(async () => {
        suspects = await runChunk(start, end);
      });
      for (const index of suspects) {
        const { ms } = await again(index);
        if (ms > MOST_MS) failed.push(`case ${index}: ${ms.toFixed(0)} ms`);
      }
      if (mb !== null) riseMb = Math.max(riseMb ?? 0, mb);
      if (mb !== null && mb > MOST_MB)
        for (let index = start; index < end; index += 1) {
          const own = await riseOf(() => again(index));
          if (own !== null && own > MOST_MB) failed.push(`case ${index}: ${own.toFixed(0)} MB`);
        }
      onProgress?.(end, failed.length);
    }
    const alone: ShapeCase[] = [];
    for (const { index } of worst) alone.push(await again(index));
    return { failed, slowest: alone.toSorted((a, b) => b.ms - a.ms).slice(0, TOLD), outcomes, riseMb };
  } finally {
    for (const own of clients) own.close();
  }
}

async function send(client: ShapeClient, sent: Sent): Promise<Done> {
  const began = performance.now();
  const { told, bytes } = await client.send(sent);
  return { ms: performance.now() - began, told, bytes, sentBytes: sent.bytes.length };
}

/** What no client may ever see. */
const isFault = (told: string) => /^5\d\d\b|\bINTERNAL\b|^connection closed/.test(told);

/** Keeps the slowest ones, the slowest first. */
function note(worst: ShapeCase[], next: ShapeCase): void {
  const least = worst.at(-1);
  if (worst.length >= WORST && least !== undefined && next.ms <= least.ms) return;
  worst.push(next);
  worst.sort((a, b) => b.ms - a.ms);
  worst.length = Math.min(worst.length, WORST);
}

/** How a case begins, behind its head. */
export function summaryOf(seed: number, index: number): string {
  const { over, bytes } = sentBy(seed, index);
  const text = bytes.toString('latin1');
  const body = text.slice(over === 'HTTP' ? text.indexOf('\r\n\r\n') + 4 : 0) || text;
  return `${over} ${body.slice(0, 100).replaceAll(/[^\x20-\x7e]+/g, ' ')}`;
}
