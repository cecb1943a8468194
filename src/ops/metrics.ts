import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { QuotaState } from '../account/account.ts';
import type { LoopUse } from '../concurrency/fair-scheduler.ts';
import { pointsOf } from '../domain/prices.ts';
import type { RequestScope } from '../http/request/request-scope.ts';
import type { FinishedCall } from '../smsc/client.ts';
import type { BreakerState } from '../smsc/host.ts';
import type { MemoryOverload } from './overload/overload.ts';
import { type ConnectionFigures, registerOverload } from './overload/overload-metrics.ts';

/** An account as its gauges see it, at the moment of a scrape. */
export interface ObservedAccount {
  readonly name: string;
  quota(): Promise<QuotaState>;
  waiting(): number;
  hosts(): readonly { readonly url: string; readonly state: BreakerState }[];
  /** What the provider refuses of the login now. */
  refusals(): readonly { readonly code: string; readonly subclient: string | null; readonly since: number; readonly askAgainMs: number }[];
  /** What was learnt of the provider that its page does not say. */
  notes(): readonly string[];
  /** Whether the provider has answered since the start. */
  contact(): { readonly state: 'waiting' | 'answered' } | { readonly state: 'failed'; readonly message: string };
  holdings(): readonly { readonly part: string; readonly senders: number; readonly unreadableRows: number; readonly fetchedAt: number }[];
}

export interface MetricsOptions {
  /** Names that may be labels; all others are 'other', so that no client makes series. */
  readonly operationNames: ReadonlySet<string>;
  readonly accounts: () => readonly ObservedAccount[];
  readonly subscriptions: () => number;
  readonly loopUse: () => LoopUse;
  readonly overload: Pick<MemoryOverload, 'level' | 'shares'>;
  readonly connections: () => ConnectionFigures;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface Metrics {
  /** Told of every request at its end. */
  request(scope: RequestScope): void;
  /** Told of every request to the provider at its end. */
  upstreamCall(account: string, call: FinishedCall): void;
  /** In Prometheus' text form. */
  text(): Promise<string>;
  readonly contentType: string;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** As numbers, so that alerts can compare. */
const BREAKER: Readonly<Record<BreakerState, number>> = { closed: 0, 'half-open': 1, open: 2 };

export function createMetrics({
  operationNames,
  accounts,
  subscriptions,
  loopUse,
  overload,
  connections,
  clock,
  now,
}: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const labelOf = (name: string | null) => (name === null ? 'anonymous' : operationNames.has(name) ? name : 'other');
  // Counted apart, and handed over when it is read: a labelled counter takes a tenth of an answer's time.
  const tally = (name: string, help: string, labelNames: readonly string[]) => {
    const counts = new Map<string, number>();
    new Counter({
      name,
      help,
      labelNames,
      registers,
      collect() {
        this.reset();
        for (const [key, count] of counts) {
          const values = key.split('\n');
          this.inc(Object.fromEntries(labelNames.map((label, index) => [label, values[index] ?? ''])), count);
        }
      },
    });
    /** @param labels joined by line feeds */
    return (labels: string, amount = 1) => void counts.set(labels, (counts.get(labels) ?? 0) + amount);
  };
  const countRepeated = tally('gateway_repeated_answers_total', 'Answers that were given before and are true still, by operation.', [
    'operation',
  ]);
  const countOperation = tally(
    'gateway_operations_total',
    'Executed operations by name, kind and outcome: ok, or the code of the first error.',
    ['operation', 'kind', 'outcome'],
  );
  const countAsked = tally('gateway_points_asked_total', 'Points that operations were let use at the most, by account.', ['account']);
  const countUsed = tally('gateway_points_used_total', 'Points that operations really used, by account.', ['account']);
  const countUnaffordable = tally('gateway_points_refusals_total', 'Operations that cost more points than were left, by account.', [
    'account',
  ]);
  const countResponse = tally('gateway_responses_total', 'Answers to whole requests by HTTP status, repeated ones apart.', ['status']);
  const errors = new Counter({ name: 'gateway_errors_total', help: 'Typed errors by code.', labelNames: ['code'], registers });
  const duration = new Histogram({
    name: 'gateway_request_duration_seconds',
    help: 'From the request’s head to its answer, repeated answers apart.',
    labelNames: ['kind'],
    buckets: SECONDS,
    registers,
  });
  const calls = new Counter({
    name: 'gateway_upstream_calls_total',
    help: 'Requests to the provider by account, command and outcome.',
    labelNames: ['account', 'command', 'outcome'],
    registers,
  });
  const callDuration = new Histogram({
    name: 'gateway_upstream_call_duration_seconds',
    help: 'From departure to answer.',
    labelNames: ['command'],
    buckets: SECONDS,
    registers,
  });
  const gauge = (
    name: string,
    help: string,
    labelNames: string[],
    fill: (gauge: Gauge, account: ObservedAccount) => void | Promise<void>,
  ) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      async collect() {
        this.reset();
        // What can’t be told now is left out.
        await Promise.allSettled(accounts().map(async (account) => fill(this, account)));
      },
    });
  gauge('gateway_upstream_quota_remaining', 'Calls that the provider’s limits leave now.', ['account', 'quota'], async (row, account) => {
    const { buckets } = await account.quota();
    for (const { name: quota, remaining } of buckets) row.set({ account: account.name, quota }, remaining);
  });
  gauge('gateway_upstream_running', 'Requests at the provider now, of all instances.', ['account'], async (row, account) =>
    row.set({ account: account.name }, (await account.quota()).concurrent),
  );
  gauge('gateway_upstream_queue_length', 'Callers of this instance who wait for a place in the limits.', ['account'], (row, account) =>
    row.set({ account: account.name }, account.waiting()),
  );
  gauge(
    'gateway_upstream_breaker_state',
    'Of an address of the provider: 0 closed, 1 half-open, 2 open.',
    ['account', 'host'],
    (row, account) => {
      for (const { url: host, state } of account.hosts()) row.set({ account: account.name, host }, BREAKER[state]);
    },
  );
  gauge(
    'gateway_upstream_refused',
    'Refusals of a login or a subclient that stand, by their code.',
    ['account', 'code'],
    (row, account) => {
      for (const { code } of account.refusals()) row.inc({ account: account.name, code });
    },
  );
  gauge('gateway_snapshot_age_seconds', 'Since the oldest list of a part was fetched.', ['account', 'part'], (row, account) => {
    const ages = new Map<string, number>();
    for (const { part, fetchedAt } of account.holdings()) ages.set(part, Math.max(ages.get(part) ?? 0, now() - fetchedAt));
    for (const [part, age] of ages) row.set({ account: account.name, part }, age / 1_000);
  });
  gauge(
    'gateway_snapshot_unreadable_rows',
    'Rows of the last lists that could not be read and are kept out.',
    ['account', 'part'],
    (row, account) => {
      for (const { part, unreadableRows } of account.holdings()) row.inc({ account: account.name, part }, unreadableRows);
    },
  );
  gauge('gateway_snapshot_senders', 'Senders that are held, of all lists.', ['account', 'part'], (row, account) => {
    for (const { part, senders } of account.holdings()) row.inc({ account: account.name, part }, senders);
  });
  new Gauge({
    name: 'gateway_subscriptions',
    help: 'Open subscriptions of this instance.',
    registers,
    collect() {
      this.set(subscriptions());
    },
  });
  new Counter({
    name: 'gateway_loop_seconds_total',
    help: 'Time that an account’s long work held the event loop, slice by slice: lists, filters, imports, journals.',
    labelNames: ['account'],
    registers,
    collect() {
      this.reset();
      for (const [account, ms] of loopUse().tenants) this.inc({ account }, ms / 1_000);
    },
  });
  new Gauge({
    name: 'gateway_loop_longest_slice_seconds',
    help: 'The longest slice of the event loop that long work took since the start: others waited for so long.',
    registers,
    collect() {
      this.set(loopUse().longestSliceMs / 1_000);
    },
  });

  registerOverload(registers, overload, connections);

  return {
    request(scope) {
      const [first] = scope.operations;
      if (first?.repeated === true) {
        countRepeated(labelOf(first.name));
        return;
      }
      countResponse(String(scope.response.statusCode));
      duration.observe({ kind: first?.kind ?? 'none' }, (clock() - scope.startedAt) / 1_000);
      for (const { name, kind, codes } of scope.operations) {
        countOperation(`${labelOf(name)}\n${kind ?? 'none'}\n${codes[0] ?? 'ok'}`);
        for (const code of codes) errors.inc({ code });
      }
      if (scope.principal === null) return;
      const { name: account } = scope.principal.account;
      for (const { price, done, codes } of scope.operations) {
        if (price !== null) countAsked(account, pointsOf(price));
        countUsed(account, pointsOf(done));
        // The provider's limits are met by what is executed alone.
        if ((price?.values ?? 0) === 0 && codes.includes('RATE_LIMITED')) countUnaffordable(account);
      }
    },
    upstreamCall(account, { command, outcome, durationMs }) {
      calls.inc({ account, command, outcome: outcome ?? 'ok' });
      callDuration.observe({ command }, durationMs / 1_000);
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
