// npm run bench -- NAME [ARGUMENTS]: measurements that are no tests. Each prints its own figures; `compare`, which stands where no name is
// given, runs the gateway beside its peers and writes docs/benchmarks.md: [--seconds 5] [--rounds 3] [--out docs].
const BENCHES: Readonly<Record<string, () => Promise<{ run(args: readonly string[]): Promise<void> }>>> = {
  assumptions: () => import('./assumptions.ts'),
  compare: () => import('./compare.ts'),
  failover: () => import('./failover.ts'),
  fuzz: () => import('./fuzz.ts'),
  guard: () => import('./guard.ts'),
  listeners: () => import('./listeners.ts'),
  import: () => import('./import.ts'),
  connections: () => import('./connections.ts'),
  price: () => {
    // As the gateway runs: graphql-js judges types twice as slowly otherwise.
    process.env.NODE_ENV ??= 'production';
    return import('./price.ts');
  },
  siege: () => import('./siege.ts'),
  snapshot: () => import('./snapshot.ts'),
  soak: () => import('./soak.ts'),
  store: () => import('./store.ts'),
  shapes: () => import('./shapes.ts'),
  storm: () => import('./storm.ts'),
  stretch: () => import('./stretch.ts'),
};

const [name = 'compare', ...args] = process.argv.slice(2);
const bench = BENCHES[name];
if (bench === undefined) {
  console.error(`npm run bench -- NAME, one of: ${Object.keys(BENCHES).join(', ')}`);
  process.exit(1);
}
await (await bench()).run(args);
process.exit(0);
