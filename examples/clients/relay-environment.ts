import { createClient } from 'graphql-sse';
import { Environment, type FetchFunction, Network, Observable, type SubscribeFunction } from 'relay-runtime';

/** Files go as a multipart request, subscriptions as server-sent events. */
export function environmentFor(url: string): Environment {
  const fetchAnswer: FetchFunction = async ({ text: query }, variables, _, uploadables) => {
    const operation = JSON.stringify({ query, variables });
    if (uploadables == null) {
      const headers = { 'content-type': 'application/json' };
      return (await fetch(url, { method: 'POST', headers, body: operation })).json();
    }
    const form = new FormData();
    form.append('operations', operation);
    form.append('map', JSON.stringify(Object.fromEntries(Object.keys(uploadables).map((path) => [path, [path]]))));
    for (const [path, file] of Object.entries(uploadables)) form.append(path, file);
    return (await fetch(url, { method: 'POST', headers: { 'graphql-require-preflight': '1' }, body: form })).json();
  };
  const events = createClient({ url });
  const subscribe: SubscribeFunction = ({ text }, variables) =>
    Observable.create((sink) => events.subscribe({ query: text ?? '', variables }, sink as never));
  return new Environment({ network: Network.create(fetchAnswer, subscribe) });
}
