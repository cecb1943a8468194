import { LIMITS } from '../../src/domain/limits.ts';
import { HEAVY_CASES } from '../support/stretch/requests.ts';
import { startStretchWorld } from '../support/stretch/world.ts';

/** What an administrator may have raised the limits to: the event loop must be free all the same. */
const RAISED = { cost: 5_000_000, items: 50_000 };
const BY_DEFAULT = { cost: LIMITS.cost.fallback, items: LIMITS.items.fallback };

/**
 * [--only WORD] [--senders 15000] [--events 300000] [--limits raised]: how long each request at its largest holds the event loop, in processor time,
 * and how long the hot reads of the tenant beside it take.
 */
export async function run(args: readonly string[]): Promise<void> {
  const option = (name: string, fallback: string) => args[args.indexOf(`--${name}`) + 1 || args.length] ?? fallback;
  const limits = option('limits', '') === 'raised' ? RAISED : BY_DEFAULT;
  const sizes = { senders: Number(option('senders', '15000')), events: Number(option('events', '300000')), limits };
  await using world = await startStretchWorld(sizes, args.includes('--profile'));
  const rows = [];
  for (const { name, run: work } of HEAVY_CASES.filter(({ name }) => name.includes(option('only', '')))) {
    let failure: unknown = null;
    const { longestMs, heaviest, tookMs, neighbour } = await world.measure(() => work(world).catch((error: unknown) => (failure = error)));
    if (failure !== null) console.error(`${name}: ${failure}`);
    if (heaviest.length > 0) console.log(`${name}: ${longestMs.toFixed(1)} ms\n  ${heaviest.join('\n  ')}`);
    rows.push({
      request: name,
      'longest stretch, ms': Number(longestMs.toFixed(1)),
      'took, ms': Math.round(tookMs),
      'neighbour p50, ms': Number(neighbour.p50.toFixed(1)),
      'neighbour p99, ms': Number(neighbour.p99.toFixed(1)),
      'neighbour max, ms': Number(neighbour.max.toFixed(1)),
    });
  }
  console.table(rows);
}
