import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import { containerMemory, type MemoryUse } from './container-memory.ts';

/** What may run out. */
export type MemoryKind = 'container' | 'process' | 'heap';

/** The memory of this process and of what it runs in; a kind without a bound is left out. */
export type ReadMemory = () => Partial<Record<MemoryKind, MemoryUse>>;

export interface ProcessMemory {
  readonly read: ReadMemory;
  close(): void;
}

/** @param limitBytes what the process may take beside what bounds it anyway; null: all that the machine has */
export function watchMemory(limitBytes: number | null): ProcessMemory {
  // Between two collections most of the heap may be garbage: what counts is what the last full one left.
  let kept = 0;
  const observer = new PerformanceObserver((list) => {
    if (list.getEntries().some(isMajor)) kept = getHeapStatistics().used_heap_size;
  });
  observer.observe({ entryTypes: ['gc'] });
  const total = totalmem();
  return {
    read() {
      const container = containerMemory(readText);
      return {
        ...(container && { container }),
        process: { used: process.memoryUsage.rss(), limit: limitBytes ?? total },
        heap: { used: kept, limit: getHeapStatistics().heap_size_limit },
      };
    },
    close: () => observer.disconnect(),
  };
}

const isMajor = (entry: PerformanceEntry & { readonly detail?: { readonly kind?: number } }): boolean =>
  entry.detail?.kind === constants.NODE_PERFORMANCE_GC_MAJOR;

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
