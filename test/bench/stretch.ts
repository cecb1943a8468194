import { HEAVY_CASES } from '../support/stretch/requests.ts';
import { startStretchWorld } from '../support/stretch/world.ts';

/** [--only WORD] [--senders 15000] [--events 300000]: how long each request holds the event loop, and what the tenant beside it waits. */
export async function run(args: readonly string[]): Promise<void> {
  const option = (name: string, fallback: string) => args[args.indexOf(`--${name}`) + 1 || args.length] ?? fallback;
  const only = option('only', '');
  const sizes = { senders: Number(option('senders', '15000')), events: Number(option('events', '300000')) };
  const rows = [];
  for (const federation of [false, true]) {
    const cases = HEAVY_CASES.filter(({ env, name }) => (env !== undefined) === federation && name.includes(only));
    if (cases.length === 0) continue;
    await using world = await startStretchWorld(sizes, Object.assign({}, ...cases.map(({ env }) => env)));
    for (const { name, run: work } of cases) {
      let failure = '';
      const { longestMs, tookMs, neighbour } = await world.measure(() => work(world).catch((error: unknown) => (failure = String(error))));
      rows.push({
        request: name,
        'longest stretch, ms': Math.round(longestMs),
        'took, ms': Math.round(tookMs),
        'neighbour p50, ms': Number(neighbour.p50.toFixed(1)),
        'neighbour p99, ms': Number(neighbour.p99.toFixed(1)),
        'neighbour max, ms': Number(neighbour.max.toFixed(1)),
      });
      console.log(JSON.stringify(rows.at(-1)), failure.slice(0, 300));
    }
  }
  console.table(rows);
}
