import { createClient } from 'graphql-ws';

/** One result of a subscription. */
export interface LiveResult {
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the test's own
  readonly data?: any;
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
}

export interface Subscriber extends AsyncDisposable {
  /** What came so far. */
  readonly results: readonly LiveResult[];
  /** Of the HTTP answer; empty over WebSocket. */
  readonly headers: Headers;
  /** How it ended: the server completed it, the connection broke, or it still runs. */
  state(): 'live' | 'complete' | 'broken';
  close(): void;
}

export interface Operation {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

/** A client as a browser is one: an event stream over fetch, by the distinct connections of graphql-sse. */
export async function subscribeBySse(
  url: string,
  operation: Operation,
  { headers = {}, method = 'POST' }: { headers?: Record<string, string>; method?: 'GET' | 'POST' } = {},
): Promise<Subscriber> {
  const left = new AbortController();
  const results: LiveResult[] = [];
  let state: ReturnType<Subscriber['state']> = 'live';
  const init =
    method === 'POST'
      ? {
          method,
          body: JSON.stringify(operation),
          headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
        }
      : { headers: { accept: 'text/event-stream', ...headers } };
  const address =
    method === 'POST'
      ? url
      : `${url}?${new URLSearchParams({ query: operation.query, variables: JSON.stringify(operation.variables ?? {}) })}`;
  const response = await fetch(address, { ...init, signal: left.signal });
  const read = async () => {
    let text = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      const messages = text.split('\n\n');
      text = messages.pop() ?? '';
      for (const message of messages) {
        const [, event] = /^event: (.*)$/m.exec(message) ?? [];
        const [, data = ''] = /^data: ?(.*)$/m.exec(message) ?? [];
        if (event === 'next') results.push(JSON.parse(data));
        if (event === 'complete') state = 'complete';
      }
    }
  };
  const broken = () => {
    if (state === 'live') state = 'broken';
  };
  void read().then(broken, broken);
  const close = () => left.abort();
  return { results, headers: response.headers, state: () => state, close, [Symbol.asyncDispose]: async () => close() };
}

/** The client of graphql-ws itself. Does not connect again by itself. */
export async function subscribeByWebSocket(
  url: string,
  operation: Operation,
  { connectionParams = {} }: { connectionParams?: Record<string, unknown> } = {},
): Promise<Subscriber> {
  const results: LiveResult[] = [];
  let state: ReturnType<Subscriber['state']> = 'live';
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    connectionParams,
    retryAttempts: 0,
    lazy: true,
  });
  await new Promise<void>((resolve) => {
    client.on('connected', () => resolve());
    client.on('closed', () => resolve());
    client.subscribe(operation, {
      next: (result) => results.push(result as LiveResult),
      error: (error) => {
        if (Array.isArray(error))
          results.push({ errors: error.map((each) => ({ message: each.message, extensions: each.extensions ?? {} })) });
        state = Array.isArray(error) ? 'complete' : 'broken';
      },
      complete: () => {
        state = 'complete';
      },
    });
  });
  const close = () => void client.dispose();
  return { results, headers: new Headers(), state: () => state, close, [Symbol.asyncDispose]: async () => close() };
}
