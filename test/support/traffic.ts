import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ERROR_CODES } from '../../src/domain/error-codes.ts';

/** What the clients saw. */
export interface Traffic {
  readonly answers: number;
  /** How often each outcome came: `ok`, an error's code, or what no client may ever see. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Names of which a client was told that they are registered. */
  readonly added: ReadonlySet<string>;
  /** Names of which a client was told that they are deleted. */
  readonly deleted: ReadonlySet<string>;
  /** Whole answers that were neither a success nor a typed error. */
  readonly foul: readonly string[];
}

export interface TrafficOptions {
  /** The GraphQL endpoints now; a client whose endpoint is gone goes to another. */
  readonly endpoints: () => readonly string[];
  readonly clients: number;
  readonly until: AbortSignal;
  /** Distinguishes the names of this run. */
  readonly prefix: string;
}

const READS = [
  '{ senders(first: 50) { nodes { name status } totalCount } }',
  '{ senders(first: 20) { nodes { name operators { status } } } }',
  '{ senders(first: 5) { nodes { name files { name } progress { approved } } freshness { ageSeconds stale } } }',
  '{ senders(filter: { status: [APPROVED] }, orderBy: { field: NAME }) { totalCount } upstreamQuota { buckets { remaining } } }',
];
const ADD = `mutation ($name: String!, $key: String) { result: addSender(input: { name: $name, comment: "load", idempotencyKey: $key }) {
  __typename ... on UserError { code } ... on AddSenderSuccess { sender { name } } } }`;
const DELETE =
  'mutation ($name: String!) { result: deleteSender(input: { sender: { name: $name } }) { __typename ... on UserError { code } } }';
const CHANGE =
  'mutation ($name: String!) { result: changeSender(input: { sender: { name: $name }, comment: "changed" }) { __typename ... on UserError { code } } }';

/** Codes that tell of a fault of the gateway or of the test. */
const FOUL: readonly string[] = ['INTERNAL', 'BAD_REQUEST', 'UNAUTHENTICATED', 'FORBIDDEN', 'UPSTREAM_UNAUTHORIZED'];

/** Clients that read and write as fast as they can until they are told to stop. */
export async function drive({ endpoints, clients, until, prefix }: TrafficOptions): Promise<Traffic> {
  const outcomes: Record<string, number> = {};
  const added = new Set<string>();
  const deleted = new Set<string>();
  const foul: string[] = [];
  let answers = 0;
  let names = 0;

  const note = (outcome: string, body: unknown) => {
    answers += 1;
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    if (outcome !== 'ok' && (!(outcome in ERROR_CODES) || FOUL.includes(outcome))) foul.push(JSON.stringify(body).slice(0, 500));
  };

  /** Asks until an answer comes: a connection that broke says nothing, and goes to another instance. */
  async function ask(query: string, variables: object): Promise<string> {
    for (;;) {
      const all = endpoints();
      const endpoint = all[Math.floor(Math.random() * all.length)] ?? '';
      try {
        const response = await fetch(endpoint, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query, variables }),
        });
        const body = (await response.json()) as {
          data?: { result?: { __typename: string; code?: string } };
          errors?: { extensions: { code: string } }[];
        };
        const outcome = body.errors?.[0]?.extensions.code ?? body.data?.result?.code ?? (body.data ? 'ok' : 'nothing');
        note(outcome, body);
        return outcome;
      } catch {
        await delay(50);
      }
    }
  }

  async function client(): Promise<void> {
    while (!until.aborted) {
      const dice = Math.random();
      if (dice < 0.9) {
        await ask(READS[Math.floor(Math.random() * READS.length)] ?? '', {});
      } else if (dice < 0.97) {
        names += 1;
        const name = `${prefix}${names}`;
        const key = randomUUID();
        // A client that got no success repeats with its key, as it is told to.
        for (let attempt = 0; attempt < 3; attempt += 1) {
          const outcome = await ask(ADD, { name, key });
          if (outcome === 'ok') added.add(name);
          if (outcome !== 'RATE_LIMITED' && outcome !== 'UPSTREAM_UNAVAILABLE' && outcome !== 'OUTCOME_UNKNOWN') break;
          await delay(200);
        }
      } else {
        const name = [...added].find((candidate) => !deleted.has(candidate));
        if (name === undefined) continue;
        if (dice < 0.99) await ask(CHANGE, { name });
        else if ((await ask(DELETE, { name })) === 'ok') deleted.add(name);
      }
    }
  }

  await Promise.all(Array.from({ length: clients }, client));
  return { answers, outcomes, added, deleted, foul };
}
