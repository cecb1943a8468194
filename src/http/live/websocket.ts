import { type IncomingMessage, ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ExecutionResult, GraphQLError, parse } from 'graphql';
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, makeServer, type Server, type SubscribePayload } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { GatewayError } from '../../errors.ts';
import { schema } from '../../graphql/schema.ts';
import type { Principal } from '../../loaders/principal.ts';
import type { Authenticate } from '../access/auth.ts';
import { publicExtensions } from '../answers/mask-errors.ts';
import type { GatewayServer } from '../answers/yoga.ts';
import type { Admit } from '../pipeline/pipeline.ts';
import { requestLineFault } from '../pipeline/request-line.ts';
import { RequestScope } from '../pipeline/request-scope.ts';
import type { LiveConnections } from './live-connections.ts';

export interface WebSocketOptions {
  readonly server: GatewayServer;
  readonly authenticate: Authenticate;
  /** Gets every connection: what it was let in with may not hold any more. */
  readonly live: LiveConnections;
  /** Whose pages may connect, besides those of this server; *: all. */
  readonly origins: readonly string[];
  /** Look at each connection and operation as at a request. */
  readonly admitAddress: Admit;
  readonly admit: Admit;
  readonly maskError: (error: unknown) => GraphQLError;
  readonly maxBytes: number;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
  readonly randomId: () => string;
  /** Told of every operation that begins, and once more when it ended. */
  readonly onBegin: (scope: RequestScope) => void;
  readonly onEnd: (scope: RequestScope) => void;
}

/** For 'upgrade' of node:http. */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

const PATH = '/graphql';
const GOING_AWAY = 1001;
/** A connection that does not answer a ping until the next one is dead. */
const PING_MS = 15_000;
/** Operations of one connection at once. */
const MAX_OPERATIONS = 100;

interface Connection {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  /** null until connection_init. */
  principal: Principal | null;
}

type Run = () => Promise<ExecutionResult | AsyncIterable<ExecutionResult>>;

/**
 * GraphQL over WebSocket at /graphql, by the protocol of graphql-ws. The token comes as the header `Authorization`, or, as browsers can't send one,
 * as `Authorization` in the payload of connection_init.
 */
export function createWebSocket(options: WebSocketOptions): Upgrade {
  const { authenticate, admitAddress, live, origins, maxBytes } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxBytes,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : false),
  });
  const protocol = makeServer<Record<string, unknown>, Connection>({
    async onConnect({ extra, connectionParams }) {
      const { request, socket } = extra;
      const { authorization: header, ...headers } = request.headers;
      const authorization = authorizationIn(connectionParams) ?? header;
      try {
        const refusal = await admitAddress(scopeOf(options, extra));
        if (refusal !== null) throw refusal.error;
        const head = {
          url: request.url,
          socket: request.socket,
          headers: authorization === undefined ? headers : { ...headers, authorization },
        };
        extra.principal = await authenticate(head);
      } catch (error) {
        if (!(error instanceof GatewayError)) throw error;
        socket.close(CloseCode.Forbidden, error.code);
      }
      return extra.principal !== null;
    },
    onSubscribe({ extra, subscriptions }, _, payload) {
      if (Object.keys(subscriptions).length > MAX_OPERATIONS)
        return [badRequest(`A connection has ${MAX_OPERATIONS} operations at the most.`)];
      const run: Run = () => execute(options, extra, payload);
      try {
        return { schema, document: parse(payload.query), operationName: payload.operationName, contextValue: run };
      } catch (error) {
        return [badRequest(error instanceof Error ? error.message : 'The query can’t be read.')];
      }
    },
    execute: ({ contextValue }) => (contextValue as Run)(),
    subscribe: ({ contextValue }) => (contextValue as Run)(),
  });

  return (request, socket, head) => {
    const status = refusalOf(request, origins);
    if (status !== null) refuse(socket, status);
    else
      sockets.handleUpgrade(request, socket, head, (connected) => serve(protocol, live, { socket: connected, request, principal: null }));
  };
}

/** The status to refuse an upgrade with; null: it is let through. */
function refusalOf(request: IncomingMessage, origins: readonly string[]): number | null {
  const {
    url = '',
    headers: { host, origin },
  } = request;
  if (requestLineFault(request) !== null) return 400;
  if (url !== PATH && !url.startsWith(`${PATH}?`)) return 404;
  // Browsers ask nobody before they connect: a page of elsewhere could speak for its visitor.
  const isKnown = origin === undefined || URL.parse(origin)?.host === host || origins.includes('*') || origins.includes(origin);
  return isKnown ? null : 403;
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Its client connects again. */
const hangUp = (socket: WebSocket): void => socket.close(GOING_AWAY, 'Connect again');

/** Carries the protocol over one socket. A message is only sent once the one before is on its way: who reads slowly gets no queue. */
function serve(protocol: Server<Connection>, live: LiveConnections, connection: Connection): void {
  const { socket } = connection;
  const forget = live.add(() => hangUp(socket));
  let isAlive = true;
  const ping = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, PING_MS);
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (data) =>
        new Promise((resolve, reject) => {
          if (socket.readyState !== socket.OPEN) return resolve();
          socket.send(data, (error) => (error ? reject(error) : resolve()));
        }),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (take) => socket.on('message', (data) => void take(String(data)).catch(() => socket.close(CloseCode.InternalServerError))),
    },
    connection,
  );
  socket.on('pong', () => {
    isAlive = true;
  });
  // What is wrong with a socket ends it; there is nobody to tell.
  socket.on('error', () => {});
  socket.once('close', (code, reason) => {
    clearInterval(ping);
    forget();
    void closed(code, String(reason));
  });
}

/** There is no HTTP answer: that of this scope is never sent. */
function scopeOf({ clock, randomId, onEnd }: WebSocketOptions, { request, principal }: Connection): RequestScope {
  const scope = new RequestScope(request, new ServerResponse(request), clock(), { randomId, onEnd });
  scope.principal = principal;
  return scope;
}

/** Runs an operation as one over HTTP would run: with all plugins but those that look at the form of a request. */
async function execute(
  options: WebSocketOptions,
  connection: Connection,
  { query, operationName, variables, extensions }: SubscribePayload,
): ReturnType<Run> {
  const { server, maskError, admitAddress, admit, onBegin } = options;
  const { socket, request } = connection;
  const scope = scopeOf(options, connection);
  onBegin(scope);
  const left = new AbortController();
  const leave = () => left.abort();
  socket.once('close', leave);
  const end = () => {
    socket.off('close', leave);
    scope.end();
  };
  try {
    const refusal = (await admitAddress(scope)) ?? (await admit(scope));
    if (refusal !== null) throw refusal.error;
    const params = { query, ...(operationName && { operationName }), ...(variables && { variables }), ...(extensions && { extensions }) };
    const asked = new server.fetchAPI.Request(`http://${request.headers.host}${PATH}`, { method: 'POST', signal: left.signal });
    const result = await server.getResultForParams({ params, request: asked }, { scope, hangUp: () => hangUp(socket) });
    if (result !== undefined && Symbol.asyncIterator in result) return untilEnd(result as AsyncIterable<ExecutionResult>, end);
    end();
    return copyOf((result ?? {}) as ExecutionResult);
  } catch (error) {
    end();
    return { errors: [maskError(error)] };
  }
}

/** graphql-ws takes results apart, but the data of a written list is no property of its own. */
const copyOf = ({ data, errors, extensions }: ExecutionResult): ExecutionResult => ({
  ...(data !== undefined && { data }),
  ...(errors && { errors }),
  ...(extensions && { extensions }),
});

function untilEnd(results: AsyncIterable<ExecutionResult>, end: () => void): AsyncIterableIterator<ExecutionResult> {
  const source = results[Symbol.asyncIterator]();
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const result = await source.next();
      if (result.done) end();
      return result;
    },
    async return() {
      end();
      await source.return?.();
      return { done: true, value: undefined };
    },
  };
}

/** Clients write the header’s name in either case, or send it among `headers`. */
function authorizationIn(params: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const { headers, ...own } = params ?? {};
  const given = { ...(typeof headers === 'object' ? headers : {}), ...own };
  const [, value] = Object.entries(given).find(([name]) => name.toLowerCase() === 'authorization') ?? [];
  return typeof value === 'string' ? value : undefined;
}

const badRequest = (message: string) => {
  const error = new GatewayError('BAD_REQUEST', { message });
  return new GraphQLError(message, { extensions: { ...publicExtensions(error) } });
};
