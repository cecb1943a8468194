import { createClient } from 'graphql-ws';
import { stringifyDocument } from 'urql';
import { SenderEventsDocument, type SenderEventsSubscription } from '../generated/operations.ts';
import { GRAPHQL_URL } from './client.ts';
import { session } from './session.ts';

export type SenderEvent = SenderEventsSubscription['senderEvents'];

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** The token has ended: it lets nobody in again. */
const isTokenRefused = (fault: unknown): boolean => fault instanceof CloseEvent && fault.reason === 'UNAUTHENTICATED';

/**
 * Follows what happens to the senders, over a WebSocket: event streams would each take one of the six connections that a browser opens to a host.
 * Where the connection breaks it goes on behind the last event, so nothing is missed and nothing comes twice.
 * @returns what ends it
 */
export function followEvents(subclient: string | null, onEvent: (event: SenderEvent) => void): () => void {
  const token = session.token.get();
  const socket = createClient({
    url: new URL(GRAPHQL_URL, window.location.href.replace(/^http/, 'ws')).href,
    // A browser can't send it as a header, and in the address it would be logged.
    connectionParams: token === null ? {} : { Authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
  let after: string | null = null;
  let pauseMs = FIRST_PAUSE_MS;
  let timer: number | undefined;
  let isOver = false;

  const again = () => {
    if (isOver) return;
    timer = window.setTimeout(follow, pauseMs);
    pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
  };
  function follow() {
    const request = { query: stringifyDocument(SenderEventsDocument), variables: { subclient, after } };
    socket.subscribe<SenderEventsSubscription>(request, {
      next({ data }) {
        if (data == null) return;
        pauseMs = FIRST_PAUSE_MS;
        after = data.senderEvents.cursor;
        onEvent(data.senderEvents);
      },
      error(fault) {
        if (isTokenRefused(fault)) return session.refuse();
        // An answer of the gateway, such as for a cursor that it has no events behind any more: begin with now.
        if (Array.isArray(fault)) after = null;
        again();
      },
      complete: again,
    });
  }

  follow();
  return () => {
    isOver = true;
    window.clearTimeout(timer);
    void socket.dispose();
  };
}
