import { readdirSync, readFileSync } from 'node:fs';
import { type DocumentNode, execute, parse, validate } from 'graphql';
import { PRICES, type PriceUnit } from '../../src/domain/prices.ts';
import { rowsOf } from '../../src/domain/table.ts';
import { type PricedWorld, pricedWorld } from '../support/pricing/world.ts';

const SENDERS = 15_000;
const CPU_MS = 1_500;

/** What does much of one unit, and little of any other. @returns how much it did */
type Work = (world: PricedWorld) => Promise<number>;

const run = async (world: PricedWorld, document: DocumentNode, unit: Exclude<PriceUnit, 'characters'>): Promise<number> => {
  const { operation, context } = world.context();
  await execute({ schema: world.schema, document, contextValue: context });
  return operation.done[unit];
};

const VALUES = parse('{ senders(first: 200) { nodes { name status operators { status rawStatus operator { code name } } } } }');
const VALUES_EACH = 1 + 1 + 200 * (1 + 3 + 19 * (1 + 5));
const FILTER = parse('{ senders(first: 1, filter: { status: [APPROVED], nameContains: "zzz" }) { totalCount } }');
const EVENTS = parse('{ events(first: 1) { newestCursor } }');
const IMPORT = parse(
  `mutation { importSenders(input: { dryRun: true, rows: [${Array.from({ length: 500 }, (_, row) => `{ name: "New ${row}", comment: "A shop" }`).join(' ')}] }) { __typename } }`,
);
const DOCUMENTS = readdirSync('schema/operations').map((name) => readFileSync(`schema/operations/${name}`, 'utf8'));

const WORK: Readonly<Record<PriceUnit, Work>> = {
  values: async (world) => {
    await run(world, VALUES, 'values');
    return VALUES_EACH;
  },
  scanned: (world) => run(world, FILTER, 'scanned'),
  events: (world) => run(world, EVENTS, 'events'),
  judged: (world) => run(world, IMPORT, 'judged'),
  characters: async (world) => {
    for (const text of DOCUMENTS) validate(world.schema, parse(text));
    return DOCUMENTS.reduce((sum, { length }) => sum + length, 0);
  },
};

/** Prints what one of each unit takes of a core, beside its price. */
export async function measureUnits(): Promise<void> {
  const world = await pricedWorld(SENDERS);
  for (const [unit, { points }] of rowsOf(PRICES)) {
    for (let round = 0; round < 20; round += 1) await WORK[unit](world);
    let count = 0;
    const before = process.cpuUsage();
    const used = () => {
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    while (used() < CPU_MS * 1_000) count += await WORK[unit](world);
    const us = used() / count;
    console.log(`${unit.padStart(10)}: ${us.toFixed(3)} µs of a core each, ${points} points: ${(us / points).toFixed(2)} µs a point`);
  }
  await world.close();
}
