import { Suspense, useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { graphql, RelayEnvironmentProvider, useLazyLoadQuery, useMutation, usePaginationFragment, useSubscription } from 'react-relay';
import { unreachable } from '../check.ts';
import type { relayAddMutation, relayAddMutation$data } from './__generated__/relayAddMutation.graphql.ts';
import type { relayEventsSubscription } from './__generated__/relayEventsSubscription.graphql.ts';
import type { relaySenders$key } from './__generated__/relaySenders.graphql.ts';
import type { relaySendersQuery } from './__generated__/relaySendersQuery.graphql.ts';
import { environmentFor } from './relay-environment.ts';

export function mount(element: Element, url: string, document: File): void {
  createRoot(element).render(
    <RelayEnvironmentProvider environment={environmentFor(url)}>
      <Suspense fallback="…">
        <Senders document={document} />
      </Suspense>
    </RelayEnvironmentProvider>,
  );
}

/** The senders, a button for the next page, one that adds a sender with a document, and what happens meanwhile. */
function Senders({ document }: { readonly document: File }) {
  const query = useLazyLoadQuery<relaySendersQuery>(
    graphql`query relaySendersQuery { events(first: 0) { newestCursor } ...relaySenders }`,
    {},
  );
  const { data, loadNext, hasNext } = usePaginationFragment<relaySendersQuery, relaySenders$key>(
    graphql`
      fragment relaySenders on Query
      @refetchable(queryName: "relaySendersPageQuery")
      @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
        senders(first: $count, after: $cursor) @connection(key: "relay_senders") {
          __id
          edges { node { id name status files { name } } }
        }
      }
    `,
    query,
  );
  const [add] = useMutation<relayAddMutation>(graphql`
    mutation relayAddMutation($input: AddSenderInput!, $connections: [ID!]!) {
      addSender(input: $input) {
        __typename
        ... on AddSenderSuccess { edge @prependEdge(connections: $connections) { node { id name status files { name } } } }
        ... on InvalidInputError { issues { message } }
        ... on SenderExistsError { existing { name } }
        ... on FileRejectedError { message }
        ... on IdempotencyConflictError { message }
        ... on IpBlockedError { message }
        ... on OutcomeUnknownError { message }
        ... on RateLimitedError { message }
        ... on SaveFailedError { message }
        ... on UnknownUpstreamError { message }
        ... on UpstreamAuthorizationError { message }
        ... on UpstreamUnavailableError { message }
      }
    }
  `);
  const [said, say] = useState('');
  const addShop = () =>
    add({
      variables: { input: { name: 'RelayShop', document: null }, connections: [data.senders.__id] },
      uploadables: { 'variables.input.document': document },
      onCompleted: (answer) => say(inWords(answer)),
    });

  const [event, setEvent] = useState('');
  const after = query.events.newestCursor;
  useSubscription<relayEventsSubscription>(
    useMemo(
      () => ({
        subscription: graphql`
          subscription relayEventsSubscription($after: String) { senderEvents(after: $after, kinds: [SENDER_ADDED]) { kind name } }
        `,
        variables: { after },
        onNext: (answer) => setEvent(`${answer?.senderEvents.kind} ${answer?.senderEvents.name}`),
      }),
      [after],
    ),
  );
  return (
    <main>
      <ul>
        {data.senders.edges.map(({ node }) => (
          <li key={node.id}>
            {node.name} {node.status} {node.files.map(({ name }) => name)}
          </li>
        ))}
      </ul>
      <button type="button" id="more" disabled={!hasNext} onClick={() => loadNext(20)}>
        More
      </button>
      <button type="button" id="add" onClick={addShop}>
        Add
      </button>
      <p id="said">{said}</p>
      <p id="event">{event}</p>
    </main>
  );
}

/** Every member has its case: a new one in the schema stops the build here. Relay adds one for what a later schema may add. */
function inWords({ addSender: result }: relayAddMutation$data): string {
  switch (result.__typename) {
    case 'AddSenderSuccess':
      return `${result.edge.node.name} waits for the moderator`;
    case 'InvalidInputError':
      return result.issues.map(({ message }) => message).join('; ');
    case 'SenderExistsError':
      return `${result.existing.name} is there already`;
    case 'FileRejectedError':
    case 'IdempotencyConflictError':
    case 'IpBlockedError':
    case 'OutcomeUnknownError':
    case 'RateLimitedError':
    case 'SaveFailedError':
    case 'UnknownUpstreamError':
    case 'UpstreamAuthorizationError':
    case 'UpstreamUnavailableError':
      return result.message;
    case '%other':
      return 'a newer gateway refused it';
    default:
      return unreachable(result);
  }
}
