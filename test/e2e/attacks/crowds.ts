import { expect } from 'vitest';
import type { TenantGateway } from '../../support/tenants.ts';
import { bytesOf, exchange, operation, type WireRequest } from '../../support/wire.ts';

/** Many requests, each of which is good: the answer to the first that is one too many. */
export interface Crowd {
  readonly name: string;
  readonly env: Record<string, string>;
  /** Sends those that are let through. @returns ends them */
  readonly fill: (gateway: TenantGateway) => Promise<() => Promise<unknown>>;
  readonly last: WireRequest;
  readonly answer: string;
  readonly says: RegExp;
}

const SUBSCRIPTION = 'subscription { senderEvents { __typename } }';
const VIEWER = operation('{ viewer { account } }');
const STREAM: readonly (readonly [string, string])[] = [
  ['content-type', 'application/json'],
  ['accept', 'text/event-stream'],
];

/** Let through one after another. */
const requests = (count: number, request: WireRequest) => async (gateway: TenantGateway) => {
  for (let sent = 0; sent < count; sent += 1) await exchange(gateway.url, bytesOf(request));
  return async () => {};
};

export const CROWDS: readonly Crowd[] = [
  {
    name: 'event streams without end, until a token has no more (SSE exhaustion)',
    env: { LIMIT_SUBSCRIPTIONS: '20' },
    fill: async (gateway) => {
      const open = await Promise.all(
        Array.from({ length: 20 }, () =>
          gateway.send('north-reads', {
            method: 'POST',
            headers: STREAM.map(([name, value]) => [name, value] as [string, string]),
            body: JSON.stringify({ query: SUBSCRIPTION }),
          }),
        ),
      );
      expect(open.map(({ status }) => status)).toEqual(Array(20).fill(200));
      return () => Promise.all(open.map(({ body }) => body?.cancel()));
    },
    last: { headers: STREAM, body: JSON.stringify({ query: SUBSCRIPTION }) },
    // An event stream with the refusal in it.
    answer: '429',
    says: /"code":"BAD_REQUEST".*"limit":\{"name":"subscriptions","max":20,"asked":21\}/s,
  },
  {
    name: 'requests without end with one token',
    env: { LIMIT_TOKEN_RATE: '20' },
    fill: requests(20, VIEWER),
    last: VIEWER,
    answer: '429 RATE_LIMITED',
    says: /retry-after: \d+/i,
  },
  {
    name: 'guesses at tokens without end',
    env: { LIMIT_ADDRESS_RATE: '20' },
    fill: requests(20, { ...VIEWER, token: 'a-guess' }),
    last: { ...VIEWER, token: 'a-guess' },
    answer: '429 RATE_LIMITED',
    says: /retry-after: \d+/i,
  },
];
