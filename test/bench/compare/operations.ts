import { deepStrictEqual } from 'node:assert';
import { TOKEN } from './servers.ts';
import type { BenchSender } from './upstream.ts';

const PAGE = 'query Page($first: Int!) { senders(first: $first) { nodes { name rawStatus operators { operator { code } rawStatus } } } }';
const ONE = 'query One($name: String!) { sender(by: { name: $name }) { name rawStatus } }';

export const pageBody = (first: number): string => JSON.stringify({ query: PAGE, variables: { first } });
export const oneBody = (name: string): string => JSON.stringify({ query: ONE, variables: { name } });

/** @throws Error for a status other than 200 */
export async function ask(url: string, body: string): Promise<{ data: unknown; bytes: number }> {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    authorization: `Bearer ${TOKEN.token}`,
    // Rounds lie between two questions: a kept connection may just be closed by the server.
    connection: 'close',
  };
  const response = await fetch(url, { method: 'POST', headers, body });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}: ${text.slice(0, 200)}`);
  return { data: (JSON.parse(text) as { data: unknown }).data, bytes: text.length };
}

export async function pageOf(url: string, first: number): Promise<readonly BenchSender[]> {
  const { data } = await ask(url, pageBody(first));
  return (data as { senders: { nodes: readonly BenchSender[] } }).senders.nodes;
}

/** One thing that is asked of every server, and what it must say. */
export interface Operation {
  readonly name: 'Q20' | 'T1';
  readonly body: string;
  readonly expected: unknown;
}

export function operationsOver(senders: readonly BenchSender[]): readonly Operation[] {
  const nodes = senders.slice(0, 20);
  const { name = '', rawStatus = null } = nodes[0] ?? {};
  return [
    { name: 'Q20', body: pageBody(20), expected: { senders: { nodes } } },
    { name: 'T1', body: oneBody(name), expected: { sender: { name, rawStatus } } },
  ];
}

/** @throws AssertionError where a server says anything else */
export async function check(url: string, { body, expected }: Operation): Promise<number> {
  const { data, bytes } = await ask(url, body);
  deepStrictEqual(data, expected);
  return bytes;
}
