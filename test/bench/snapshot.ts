import { startGateway } from '../support/gateway.ts';

const SIZES = [50, 15_000, 40_000];
const MIB = 1024 * 1024;

const timed = async <Result>(work: () => Promise<Result>): Promise<[ms: number, result: Result]> => {
  const since = performance.now();
  const result = await work();
  return [performance.now() - since, result];
};
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Memory, time of a refresh and time of a page for lists of several sizes; gateway and sandbox share this process. */
export async function run(): Promise<void> {
  const rows = [];
  for (const senders of SIZES) {
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    await using gateway = await startGateway({ sandbox: { senders }, env: { QUEUE_TIMEOUT_MS: '1000', FRESH_MS: '3600000' } });
    const sandboxOnly = process.memoryUsage().rss;
    const [names] = await timed(() => gateway.ask('{ senders(first: 1) { totalCount } }'));
    const [operators] = await timed(() => gateway.ask('{ senders(first: 1) { nodes { operators { status } } } }'));
    const pages: number[] = [];
    for (let round = 0; round < 30; round += 1) {
      const [ms] = await timed(() =>
        gateway.ask('{ senders(first: 50) { nodes { name status operators { status operator { code } } } } }'),
      );
      pages.push(ms);
    }
    globalThis.gc?.();
    rows.push({
      senders,
      'names, cold, ms': Math.round(names),
      'operators, cold, ms': Math.round(operators),
      'page of 50 × 19, warm, median ms': Number(median(pages).toFixed(1)),
      'held over the sandbox, MiB': Math.round((process.memoryUsage().rss - sandboxOnly) / MIB),
      'sandbox, MiB': Math.round((sandboxOnly - before) / MIB),
      'calls to the provider': gateway.calls('get'),
    });
  }
  console.table(rows);
}
