import { setTimeout as delay } from 'node:timers/promises';
import { OPERATORS } from '../../src/domain/operators.ts';
import type { Assumptions } from '../../src/sandbox/assumptions.ts';
import type { SeedSender } from '../../src/sandbox/options.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { type Answer, startGateway, type TestGateway } from './gateway.ts';

const plain = Array.from(
  { length: 22 },
  (_, index): SeedSender => ({ name: `Shop${index}`, status: 1, operators: { mts_step: 2, bee_step: 3 } }),
);

/** Senders in which each of the assumptions shows. */
export const SENDERS: readonly SeedSender[] = [
  ...plain,
  { name: 'Replaced', status: 1, operators: { mts_step: 2, bee_step: 8 }, replacements: { mts_step: 'COMMON' } },
  {
    name: 'Papers',
    status: 1,
    operators: { mega_step: 8 },
    files: [{ name: 'znak.pdf', status: 1, comment: 'печать "А" не видна\nв углу C:\\1' }],
  },
  {
    name: 'Two-Papers',
    status: 1,
    files: [
      { name: 'one.pdf', status: 2 },
      { name: 'two.pdf', status: 0 },
    ],
  },
  { name: 'Waiting', status: 0, operators: { tele2: 0 } },
  { name: 'Disabled', status: 2, operators: { mts_step: 4 } },
  { name: 'Goner', status: 1, operators: { mts_step: 2 } },
  { name: 'OldShop', status: 1, operators: { mts_step: 2 } },
  { name: 'BranchOne', status: 1, subclient: 'branch', operators: { mts_step: 2 } },
];

/** What a list shows, as far as it can be compared with what there is. */
interface Shown {
  readonly name: string;
  readonly status: number | null;
  readonly operators: Readonly<Record<string, number | null>>;
  readonly replacements: Readonly<Record<string, string>>;
  readonly files: readonly string[];
}

const COLUMNS: ReadonlySet<string> = new Set(Object.values(OPERATORS).map(({ column }) => column));
/** Of the twentieth column that one alternative has. */
const NEW_COLUMN = 'yota_step';

const NODES = `nodes { name rawStatus operators { operator { column } rawStatus replacementName } files { name } }`;
const LOOK = `{
  senders(first: 100) { totalCount freshness { stale } ${NODES} }
  branch: senders(first: 100, subclient: "branch") { freshness { stale } ${NODES} }
}`;
const STRANGER = '{ senders(first: 5, subclient: "nobody") { nodes { name } freshness { stale } } }';

interface Node {
  readonly name: string;
  readonly rawStatus: number | null;
  readonly operators: readonly {
    readonly operator: { readonly column: string };
    readonly rawStatus: number | null;
    readonly replacementName: string | null;
  }[];
  readonly files: readonly { readonly name: string }[];
}

const shownOf = ({ name, rawStatus, operators, files }: Node): Shown => ({
  name,
  status: rawStatus,
  // 0 is what stands where nothing was registered, too.
  operators: Object.fromEntries(operators.filter(({ rawStatus }) => rawStatus !== 0).map((cell) => [cell.operator.column, cell.rawStatus])),
  replacements: Object.fromEntries(
    operators.flatMap(({ operator, replacementName }) => (replacementName === null ? [] : [[operator.column, replacementName]])),
  ),
  files: files.map((file) => file.name).sort(),
});

function truthOf(sandbox: Sandbox, subclient: string | null): readonly Shown[] {
  const replacements = new Map(SENDERS.map((sender) => [sender.name, sender.replacements ?? {}]));
  return sandbox.control
    .state()
    .senders.filter((sender) => sender.subclient === subclient)
    .map(({ name, status, operators, files }) => ({
      name,
      status,
      operators: Object.fromEntries(Object.entries(operators).filter(([, value]) => value !== 0)),
      replacements: replacements.get(name) ?? {},
      files: files.map((file) => file.name).sort(),
    }));
}

/** How far what is shown is from what there is, in words; none where it is right. */
function faultsOf(shown: readonly Shown[], truth: readonly Shown[], assume: Partial<Assumptions>): readonly string[] {
  const names = new Map(shown.map((sender) => [sender.name, sender]));
  const missing = truth.filter(({ name }) => !names.has(name)).map(({ name }) => `${name} is missing`);
  const invented = shown.filter(({ name }) => !truth.some((other) => other.name === name)).map(({ name }) => `${name} is invented`);
  const wrong = truth.flatMap((there) => {
    const here = names.get(there.name);
    return here === undefined ? [] : differences(here, there, assume);
  });
  return [...missing, ...invented, ...wrong];
}

function differences(here: Shown, there: Shown, { statuses, replacement }: Partial<Assumptions>): readonly string[] {
  const faults: string[] = [];
  const asNumber = (status: number | null | undefined) =>
    statuses === 'unpublished' && (status === 6 || status === 7) ? { 6: 3, 7: 8 }[status] : status;
  const own = statuses === 'unpublished' && here.status === 3 ? 2 : here.status;
  // A word is no number: UNKNOWN is what can truly be said.
  if (own !== there.status && !(statuses === 'words' && here.status === null)) faults.push(`${here.name} has status ${here.status}`);
  for (const [column, status] of Object.entries(there.operators)) {
    const shown = here.operators[column];
    if (asNumber(shown) !== status && !(statuses === 'words' && shown === null)) faults.push(`${here.name} shows ${shown} at ${column}`);
  }
  const strange = Object.keys(here.operators).filter((column) => !COLUMNS.has(column) && column !== NEW_COLUMN);
  if (strange.length > 0) faults.push(`${here.name} has operators ${strange.join(', ')}`);
  const replaced =
    replacement === 'digits' ? Object.fromEntries(Object.keys(there.replacements).map((column) => [column, '1006'])) : there.replacements;
  if (JSON.stringify(here.replacements) !== JSON.stringify(replaced))
    faults.push(`${here.name} is replaced by ${JSON.stringify(here.replacements)}`);
  if (here.files.length !== there.files.length) faults.push(`${here.name} has ${here.files.length} files`);
  return faults;
}

/** What one look at the lists came to. */
interface Look {
  readonly faults: readonly string[];
  /** What the caller is told in the answer. */
  readonly told: ReadonlySet<string>;
}

type ListField = { readonly nodes: readonly Node[]; readonly freshness: { readonly stale: boolean } } | null;

async function look({ ask, sandbox }: TestGateway, assume: Partial<Assumptions>): Promise<Look> {
  const { data, errors } = (await ask(LOOK)) as Answer<{ senders: ListField; branch: ListField } | null>;
  const told = new Set((errors ?? []).map(({ extensions }) => String(extensions.code)));
  const faults = (['senders', 'branch'] as const).flatMap((field) => {
    const list = data?.[field] ?? null;
    if (list?.freshness.stale) told.add('stale');
    return list === null ? [] : faultsOf(list.nodes.map(shownOf), truthOf(sandbox, field === 'branch' ? 'branch' : null), assume);
  });
  return { faults, told };
}

const UNION = '{ __typename ... on UserError { code } }';
const senderNamed = (sandbox: Sandbox, name: string) => sandbox.control.state().senders.find((sender) => sender.name === name);

/** Changes, and how one sees at the provider whether they were done. */
export const CHANGES = {
  add: {
    operation: `mutation { result: addSender(input: { name: "NewShop", registrations: [MTS_PAID] }) ${UNION} }`,
    done: (sandbox: Sandbox) => senderNamed(sandbox, 'NewShop') !== undefined,
  },
  'add again': {
    operation: `mutation { result: addSender(input: { name: "Shop1" }) ${UNION} }`,
    done: () => false,
  },
  change: {
    operation: `mutation { result: changeSender(input: { sender: { name: "OldShop" }, comment: "new" }) ${UNION} }`,
    done: (sandbox: Sandbox) => senderNamed(sandbox, 'OldShop')?.comment === 'new',
  },
  delete: {
    operation: `mutation { result: deleteSender(input: { sender: { name: "Goner" } }) ${UNION} }`,
    done: (sandbox: Sandbox) => senderNamed(sandbox, 'Goner') === undefined,
  },
  'send code': {
    operation: `mutation { result: sendVerificationCode(input: { number: "79991234567" }) ${UNION} }`,
    done: (sandbox: Sandbox) => sandbox.control.state().codes.length > 0,
  },
} as const;
export type ChangeName = keyof typeof CHANGES;

export interface Observed {
  readonly faults: readonly string[];
  readonly told: readonly string[];
  /** Reasons and notes of /readyz. */
  readonly readiness: readonly string[];
  /** Events that tell of what did not happen. */
  readonly falseEvents: readonly string[];
  /** By change: the code that was answered, and whether it is done in the end. */
  readonly changes: Readonly<Record<ChangeName, { readonly answer: string; readonly done: boolean }>>;
  readonly internal: readonly unknown[];
  readonly violations: number;
}

/** The third answer to a question is the odd one; a fourth is not to be had in a minute. */
const LOOKS = 3;
/** Short, so that each look asks the provider. */
const FRESH_MS = 150;
/** Late effects take the sandbox three seconds. */
const LATE_MS = 3_500;

/** Runs a gateway against a provider of these ways: three looks at all lists, then every change, then another look. */
export async function observe(assume: Partial<Assumptions>): Promise<Observed> {
  await using gateway = await startGateway({
    sandbox: { senders: SENDERS, assume, accounts: [{ login: 'alex', password: '123', apiKey: 'key', subclients: ['branch'] }] },
    env: {
      SMSC_SUBCLIENTS: 'branch,nobody',
      SMSC_RESERVE_URLS: '',
      UPSTREAM_TIMEOUT_MS: '1000',
      QUEUE_TIMEOUT_MS: '3000',
      FRESH_MS: String(FRESH_MS),
      STALE_MS: String(FRESH_MS),
    },
  });
  const { ask, sandbox } = gateway;
  const looks: Look[] = [];
  for (let times = 0; times < LOOKS; times += 1) {
    if (times > 0) await delay(2 * FRESH_MS);
    looks.push(await look(gateway, assume));
  }
  const { data: stranger } = (await ask(STRANGER)) as Answer<{ senders: ListField } | null>;
  const strangers = stranger?.senders?.nodes.map(({ name }) => `${name} is shown as a sender of nobody`) ?? [];
  const before = (await ask('{ events(first: 100) { nodes { kind name } } }')) as Answer<{
    events: { nodes: readonly { kind: string; name: string }[] } | null;
  } | null> | null;
  const falseEvents = (before?.data?.events?.nodes ?? []).map(({ kind, name }) => `${kind} ${name}`);
  const answers = new Map<ChangeName, string>();
  for (const [name, { operation }] of Object.entries(CHANGES) as [ChangeName, (typeof CHANGES)[ChangeName]][]) {
    const { data, errors } = await ask(operation);
    answers.set(name, String(errors?.[0]?.extensions.code ?? data?.result?.code ?? 'success'));
  }
  if (assume.effect === 'after-patience') await delay(LATE_MS);
  const ready = (await (await fetch(new URL('/readyz', gateway.url))).json()) as {
    readonly reasons: readonly string[];
    readonly notes?: readonly string[];
  };
  const changes = Object.fromEntries(
    (Object.keys(CHANGES) as ChangeName[]).map((name) => [name, { answer: answers.get(name) ?? '', done: CHANGES[name].done(sandbox) }]),
  ) as Observed['changes'];
  return {
    faults: [...new Set(looks.flatMap(({ faults }) => faults)), ...strangers],
    told: [...new Set(looks.flatMap(({ told }) => [...told]))].sort(),
    readiness: [...ready.reasons, ...(ready.notes ?? [])],
    falseEvents,
    changes,
    internal: gateway.faults,
    violations: Object.values(sandbox.control.counters().violations).reduce((sum, times) => sum + times, 0),
  };
}
