// npm run bench -- NAME [SECONDS]: measurements that are no tests. Each prints its own figures.
const BENCHES: Readonly<Record<string, () => Promise<{ run(args: readonly string[]): Promise<void> }>>> = {
  listeners: () => import('./listeners.ts'),
  import: () => import('./import.ts'),
  snapshot: () => import('./snapshot.ts'),
  storm: () => import('./storm.ts'),
};

const [name = '', ...args] = process.argv.slice(2);
const bench = BENCHES[name];
if (bench === undefined) {
  console.error(`npm run bench -- NAME, one of: ${Object.keys(BENCHES).join(', ')}`);
  process.exit(1);
}
await (await bench()).run(args);
process.exit(0);
