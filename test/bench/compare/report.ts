import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { type Figures, rateOf } from './figures.ts';
import { CONNECTIONS, LOADER } from './load.ts';
import { PINNED } from './pinned.ts';
import { targetsOf } from './targets.ts';

const number = (value: number, digits = 0) => value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits });
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map((_, index) => (index === 0 ? '---' : '---:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const versionsIn = (file: URL): string => {
  const { dependencies, optionalDependencies } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>;
  return Object.entries({ ...dependencies, ...optionalDependencies })
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
};

const commit = (): string => {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
};

/** docs/benchmarks.md. */
export function report(figures: Figures, date: Date): string {
  const { throughput, halfLoad, pages, stampedes, sizes, workers, absent, seconds, rounds } = figures;
  const servers = [...new Set(throughput.map(({ server }) => server))];
  const floor = (operation: string) => rateOf(figures, 'node:http, the same bytes', operation);
  const bytes = throughput.find(({ operation }) => operation === 'Q20')?.bytes ?? 0;
  return `# Benchmarks

Written by \`npm run bench\`, which runs the gateway and its peers side by side. Don't edit it.

- ${date.toISOString().slice(0, 10)}, commit ${commit()}; ${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${cpus().length} cores, ${number(totalmem() / 2 ** 30)} GB, Linux ${release()}, Node ${process.version}.
- Load: ${LOADER}, ${CONNECTIONS} kept connections, POST, ${seconds} s a round, ${rounds} rounds, servers in turn in each round; medians. ${PINNED ? 'Servers on one core, load and upstream on the other.' : 'Not pinned to cores: no taskset here.'}
- Q20 is 20 senders with 19 operators each, ${number(bytes / 1000, 1)} kB; T1 is one sender. Every server's answer is compared with what it must be before each round. Everything is on in the gateway: a token, limits (rates set out of reach), metrics, the access log as it comes. The peers have none of it.
- All have the same senders from a stand-in for the provider. mercurius and Yoga keep what they fetched for 20 s; Apollo Server has RESTDataSource and its response cache, Hive Gateway its response cache. ${versionsIn(new URL('../peers/package.json', import.meta.url))}.
${absent.map(({ server, why }) => `- Not measured: ${server}: ${why.replaceAll('\n', ' ')}\n`).join('')}
![Requests a second](benchmarks.svg)

## Requests a second

${table(
  ['', 'Q20', 'of the floor', 'T1', 'of the floor'],
  servers.map((server) => [
    server,
    ...['Q20', 'T1'].flatMap((operation) => {
      const rate = rateOf(figures, server, operation);
      return [number(rate), (rate / floor(operation)).toFixed(2)];
    }),
  ]),
)}

The floor is \`node:http\` that sends the same bytes. Rounds: ${throughput
    .filter(({ server }) => ['this gateway', 'node:http, the same bytes'].includes(server))
    .map(({ server, operation, rates }) => `${server} ${operation} ${rates.map((rate) => number(rate)).join(', ')}`)
    .join('; ')}.

## What was to be reached

${table(
  ['', 'wanted', 'reached', ''],
  targetsOf(figures).map(({ text, wanted, figure, met }) => [text, wanted, figure, met ? 'yes' : '**no**']),
)}

## At half of the highest load

${table(
  ['', '', 'requests a second', 'p50, ms', 'p99, ms', 'p99 to p50'],
  halfLoad.map(({ server, operation, rate, p50, p99 }) => [
    server,
    operation,
    number(rate),
    p50.toFixed(2),
    p99.toFixed(2),
    (p99 / p50).toFixed(1),
  ]),
)}

## Cold: 64 readers at once, the upstream at 50 ms

Calls to the upstream. A page with operators is two lists of the provider's, so two calls are the least for the gateway.

${table(
  ['', 'one query', '64 different queries', 'until all are answered, ms'],
  stampedes.map(({ server, equal, different, ms }) => [server, number(equal), number(different), number(ms)]),
)}

## By page size, requests a second

${table(
  ['', ...new Set(pages.map(({ first }) => `${first} senders`))],
  [...new Set(pages.map(({ server }) => server))].map((server) => [
    server,
    ...pages.filter((page) => page.server === server).map(({ rate }) => number(rate)),
  ]),
)}

## By senders held

The first page is of 20 senders with 19 operators. Start is from the start of the process to the first answer: with an empty store, the
provider's answer included, and with what an earlier run stored. Standstill is the event loop's longest while all lists are fetched anew
about once a second at 2,000 requests a second.

${table(
  [
    'senders',
    'start, empty, ms',
    'start, stored, ms',
    'memory, MB',
    'first page hot, /s',
    'executed, /s',
    'standstill, ms',
    'lists fetched',
  ],
  sizes.map((size) =>
    [size.senders, size.emptyStartMs, size.storedStartMs, size.memory, size.hot, size.executed, size.stallMs, size.refreshes].map((value) =>
      number(value),
    ),
  ),
)}

## Two workers

Q20 hot, servers and load on both cores, which they share: on a machine of two cores the load takes its part of what a second worker could gain.

${table(
  ['', 'one worker', 'two workers', 'gain'],
  workers.map(({ server, one, two }) => [server, number(one), number(two), (two / one).toFixed(2)]),
)}
${rounds < 3 ? '\nA short run: the figures are no more than a sign of life.\n' : ''}`;
}
