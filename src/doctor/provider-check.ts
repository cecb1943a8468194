import { LIST_PAGE } from '../domain/commands.ts';
import { GatewayError } from '../errors.ts';
import { type ListAnswer, type ListQuestion, type SmscClient, UpstreamFailure } from '../smsc/api.ts';
import type { RawAnswer } from '../smsc/client.ts';
import { type Finding, fault, note, ok } from './finding.ts';
import { flagFindings, pagingFindings, rowFindings } from './list-findings.ts';
import { unreachable } from './unreachable.ts';

export interface AccountUnderCheck {
  readonly name: string;
  readonly urls: readonly [primary: string, ...reserves: string[]];
  readonly subclients: readonly string[];
}

export interface ProviderCheckOptions {
  readonly account: AccountUnderCheck;
  /** A client for these addresses, behind the account's own limits. Told of each answer as it came. */
  readonly connect: (urls: readonly string[], tap: (answer: RawAnswer) => void) => SmscClient;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly tell: (finding: Finding) => void;
  readonly record: (answer: RawAnswer) => void;
}

const ALL: ListQuestion = {
  all: true,
  operators: false,
  files: false,
  changedSince: null,
  before: null,
  count: LIST_PAGE,
  subclient: null,
};
/** Small, so that the second page costs nothing. */
const FIRST_PAGE = 3;
const DAY_MS = 86_400_000;
const CLOCK_TOLERANCE_MS = 60_000;

/** The provider said what makes every further question useless, or harmful. */
class Stop extends Error {}

/**
 * Asks the provider read-only questions, each of them once, so that none of its limits is used up. It ends at the first refusal of the
 * credentials or the address: more of them lead to a block.
 */
export async function checkProvider(options: ProviderCheckOptions): Promise<void> {
  try {
    await askAll(options);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
  }
}

async function askAll({ account, connect, now, tell, record }: ProviderCheckOptions): Promise<void> {
  const [primary, ...reserves] = account.urls;
  let last: RawAnswer | null = null;
  const tap = (answer: RawAnswer) => {
    last = answer;
    record(answer);
  };
  const client = connect([primary], tap);
  const ask = (check: string, question: Partial<ListQuestion>, from = client) =>
    asked(check, tell, () => from.list({ ...ALL, ...question }, { priority: 'background' }));

  const all = await ask('provider', {});
  if (all === null || last === null) return;
  tellOfArrival(last, now(), tell);
  rowFindings(all, account.subclients.length > 0).forEach(tell);

  const admittedColumns = await ask('operators', { all: false, operators: true });
  const allColumns = await ask('all with operators', { operators: true });
  const allFiles = await ask('all with files', { files: true });
  const since = new Date(now() - 30 * DAY_MS).toISOString().slice(0, 10);
  const allSince = await ask('all with from_date', { changedSince: since });
  flagFindings({ all, admittedColumns, allColumns, allFiles, allSince }).forEach(tell);

  if (all.rows.length > FIRST_PAGE) {
    const first = await ask('pages', { count: FIRST_PAGE });
    const lowest = first?.rows.map(({ smscId }) => Number(smscId)).sort((a, b) => a - b)[0];
    const second = lowest === undefined ? null : await ask('pages', { count: FIRST_PAGE, before: String(lowest) });
    pagingFindings(all, first, second).forEach(tell);
  }
  for (const subclient of account.subclients) {
    const check = `subclient ${subclient}`;
    const list = await ask(check, { subclient });
    if (list === null) continue;
    if (list.notFound)
      tell(
        note(
          check,
          'error 3: it has no senders, or there is no such subclient',
          'look into the provider’s cabinet, and at SMSC_SUBCLIENTS',
        ),
      );
    else if (sameNames(list, all))
      tell(fault(check, 'it lists the account’s own senders', 'check the login of the subclient: the provider seems not to know it'));
    else tell(ok(check, `${list.rows.length} senders`));
  }
  for (const reserve of reserves) {
    const check = 'reserve';
    const list = await ask(check, { count: 1 }, connect([reserve], tap));
    if (list !== null) tell(ok(check, `${reserve} answers`));
  }
}

/** @throws Stop after an answer that makes each further question useless or harmful */
async function asked(check: string, tell: (finding: Finding) => void, question: () => Promise<ListAnswer>): Promise<ListAnswer | null> {
  try {
    return await question();
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    tell(refused(check, error));
    if (error.code === 'UPSTREAM_UNAUTHORIZED' || error.code === 'IP_BLOCKED' || error.code === 'RATE_LIMITED' || check === 'provider')
      throw new Stop();
    return null;
  }
}

function refused(check: string, error: GatewayError): Finding {
  if (error instanceof UpstreamFailure) {
    if (error.reach !== 'NOT_SENT')
      return fault(check, error.message, 'something on the way, or maintenance at the provider: try again in a few minutes');
    const { seen, advice } = unreachable(error.message);
    return fault(check, seen, advice);
  }
  switch (error.code) {
    case 'UPSTREAM_UNAUTHORIZED':
      return fault(
        'credentials',
        'error 2: the login, the password or the key is wrong, or this machine’s address is not on the account’s allow-list',
        'check SMSC_LOGIN and SMSC_PASSWORD, or SMSC_API_KEY; in the provider’s cabinet, the list of allowed addresses. Nothing more was asked',
      );
    case 'IP_BLOCKED':
      return fault(
        'credentials',
        'error 4: the provider blocks this machine’s address for a while',
        'wait, and mend what led to it: mostly a wrong password',
      );
    case 'RATE_LIMITED':
      return note(
        check,
        'the provider’s limit is used up, by the gateway or by another program of this login',
        'run the doctor again in two minutes',
      );
    case 'INVALID_INPUT':
      return note(
        check,
        'error 1: the provider does not take this question',
        'the gateway asks another one instead, and joins the answers',
      );
    default:
      return note(check, `error ${error.upstreamCode ?? error.code}`, 'send us a recording: npm run doctor -- --record FILE');
  }
}

/** What the first answer shows beside its rows. */
function tellOfArrival({ host, status, contentType, date, tookMs, raw }: RawAnswer, now: number, tell: (finding: Finding) => void): void {
  tell(ok('provider', `${host} answers: HTTP ${status}, ${raw.length.toLocaleString('en')} bytes in ${Math.round(tookMs)} ms`));
  tell(ok('credentials', 'the provider takes them, from this address'));
  if (contentType === null || !/charset\s*=\s*"?utf-8/i.test(contentType))
    tell(note('charset', `the answer is labelled ${contentType ?? 'not at all'}`, 'the gateway tells the charset by the bytes'));
  if (date === null) return;
  const skew = now - date;
  const text = `${Math.abs(Math.round(skew / 1_000))} s ${skew < 0 ? 'behind' : 'ahead of'} the provider’s`;
  tell(
    Math.abs(skew) <= CLOCK_TOLERANCE_MS
      ? ok('clock', text)
      : fault('clock', text, 'let this machine’s clock be set by NTP: days in from_date and times that people read depend on it'),
  );
}

const sameNames = (one: ListAnswer, other: ListAnswer): boolean =>
  one.rows.length > 0 && one.rows.length === other.rows.length && one.rows.every(({ name }, index) => name === other.rows[index]?.name);
