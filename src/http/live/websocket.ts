import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ExecutionResult, GraphQLError, parse } from 'graphql';
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, makeServer, type Server, type SubscribePayload } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Limits } from '../../domain/limits.ts';
import { RIGHT_ENDS, type RightEnd } from '../../domain/right-ends.ts';
import { GatewayError } from '../../errors.ts';
import { schema } from '../../graphql/schema.ts';
import type { Hold } from '../../loaders/grant.ts';
import type { Principal } from '../../loaders/principal.ts';
import type { Authenticate } from '../access/auth.ts';
import { encodeInSlices, LONG_TEXT } from '../answers/encode-in-slices.ts';
import { WrittenResult } from '../answers/written-result.ts';
import { publicExtensions, withoutHttp } from '../errors/mask-errors.ts';
import type { BytesUnderWay } from '../limits/bytes-under-way.ts';
import type { Admit } from '../request/admit.ts';
import type { Execute } from '../request/execute.ts';
import type { Refusal } from '../request/refusal.ts';
import { requestLineFault } from '../request/request-line.ts';
import { RequestScope } from '../request/request-scope.ts';
import { closeSocket } from './close-socket.ts';
import { startHeartbeat } from './heartbeat.ts';
import type { LiveConnections } from './live-connections.ts';
import { MessageGate } from './message-gate.ts';
import { shapeFault } from './message-shape.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';
import { wantsWebSocket } from './wants-websocket.ts';
import { WrittenData } from './written-data.ts';

export interface WebSocketOptions {
  readonly execute: Execute;
  readonly authenticate: Authenticate;
  /** Gets every connection: what it was let in with may not hold any more. */
  readonly live: LiveConnections;
  /** Whose pages may connect, besides those of this server; *: all. */
  readonly origins: readonly string[];
  /** Judge each upgrade and message as a request. */
  readonly admitAddress: Admit;
  readonly admit: Admit;
  /** Counts a WebSocket to its end, or refuses it. */
  readonly admitUpgrade: (request: IncomingMessage) => Refusal | null;
  /** Told of each connection whose token is known to be good. */
  readonly onIdentified: (request: IncomingMessage) => void;
  readonly maskError: (error: unknown) => GraphQLError;
  readonly limits: Limits;
  readonly bytes: BytesUnderWay;
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
/** Operations of one connection at once. */
const MAX_OPERATIONS = 100;
/** A pong repeats the payload of its ping up to this length. */
const MAX_PONG_PAYLOAD = 1_000;
const TOO_MUCH_UNREAD = 'Too much unread (LIMIT_TOKEN_BYTES)';
/** Bounds on what an unfinished message costs beside its bytes. */
const MAX_FRAGMENTS = 1_000;
const MAX_CHUNKS = 4_096;

interface Connection {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  /** null until connection_init. */
  principal: Principal | null;
  /** Ends it with the right of its principal. */
  hold: Hold | null;
  /** The operations that are running. */
  readonly running: Set<RequestScope>;
  /** On the message that the protocol is given now; null: it is let through. */
  verdict: Refusal | null;
  readonly written: WrittenData;
}

type Run = () => Promise<ExecutionResult | AsyncIterable<ExecutionResult>>;

/**
 * GraphQL over WebSocket at /graphql, by the protocol of graphql-ws. The token comes as the header `Authorization`, or, as browsers can't send one,
 * as `Authorization` in the payload of connection_init.
 */
export function createWebSocket(options: WebSocketOptions): Upgrade {
  const { origins, admitAddress, admitUpgrade, limits } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.body,
    maxFragments: MAX_FRAGMENTS,
    maxBufferedChunks: MAX_CHUNKS,
    perMessageDeflate: false,
    autoPong: false,
    handleProtocols: (offered) => (offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : false),
  });
  const gates = new WeakMap<Connection, MessageGate>();
  const protocol = createProtocol(options, (connection) => {
    gates.get(connection)?.identified();
    options.onIdentified(connection.request);
  });
  const connect = (request: IncomingMessage, head: Buffer) =>
    sockets.handleUpgrade(request, request.socket, head, (socket) => {
      const connection: Connection = {
        socket,
        request,
        principal: null,
        hold: null,
        running: new Set(),
        verdict: null,
        written: new WrittenData(),
      };
      gates.set(connection, serve(options, protocol, connection, head.length));
    });

  const judge = async (request: IncomingMessage, head: Buffer) => {
    const refusal = refusalOf(request, origins) ?? (await admitAddress({ request, principal: null })) ?? admitUpgrade(request);
    if (refusal !== null) refuseUpgrade(request, refusal);
    else connect(request, head);
  };
  return (request, socket, head) => {
    // What is wrong with a socket ends it; there is nobody to tell.
    socket.on('error', () => {});
    judge(request, head).catch(() => socket.destroy());
  };
}

function createProtocol(options: WebSocketOptions, identified: (connection: Connection) => void): Server<Connection> {
  const { authenticate } = options;
  return makeServer<Record<string, unknown>, Connection>({
    async onConnect({ extra, connectionParams }) {
      const { request, socket, verdict } = extra;
      const { authorization: header, ...headers } = request.headers;
      const authorization = authorizationIn(connectionParams) ?? header;
      try {
        if (verdict !== null) throw verdict.error;
        const head = {
          url: request.url,
          socket: request.socket,
          headers: authorization === undefined ? headers : { ...headers, authorization },
        };
        const principal = await authenticate(head);
        if (socket.readyState === socket.CLOSED) return false;
        extra.hold = principal.grant.hold((end) => closeFor(socket, end));
        extra.principal = principal;
        identified(extra);
      } catch (error) {
        if (!(error instanceof GatewayError)) throw error;
        closeSocket(socket, CloseCode.Forbidden, error.code);
      }
      return extra.principal !== null;
    },
    onSubscribe({ extra, subscriptions }, _, payload) {
      if (Object.keys(subscriptions).length > MAX_OPERATIONS)
        return [badRequest(`A connection has ${MAX_OPERATIONS} operations at the most.`)];
      const { verdict } = extra;
      const run: Run = () => execute(options, extra, payload, verdict);
      return { schema, document: ANY, contextValue: run };
    },
    onPing({ extra: { socket, verdict } }, payload) {
      if (verdict !== null || socket.readyState !== socket.OPEN) return;
      const echo = JSON.stringify(payload ?? null);
      socket.send(echo === 'null' || echo.length > MAX_PONG_PAYLOAD ? '{"type":"pong"}' : `{"type":"pong","payload":${echo}}`);
    },
    execute: ({ contextValue }) => (contextValue as Run)(),
    subscribe: ({ contextValue }) => (contextValue as Run)(),
  });
}

/** The protocol wants a document, to tell what to run it by. All are run by `execute`, which reads their own within the limits. */
const ANY = parse('{ __typename }');

/** Why an upgrade is refused; null: it is let through. */
function refusalOf(request: IncomingMessage, origins: readonly string[]): Refusal | null {
  const {
    url = '',
    headers: { host, origin },
  } = request;
  const refused = (status: number, message: string, code: 'BAD_REQUEST' | 'FORBIDDEN' = 'BAD_REQUEST'): Refusal => ({
    status,
    error: new GatewayError(code, { message }),
  });
  const wrong = requestLineFault(request);
  if (wrong !== null) return refused(400, wrong);
  // Node before 24.9 hands every upgrade on; later ones serve such a request as one without it.
  if (!wantsWebSocket(request))
    return refused(400, 'Connections are upgraded to WebSocket alone. Send the request without the header `Upgrade`.');
  if (url !== PATH && !url.startsWith(`${PATH}?`)) return refused(404, `WebSocket connections go to ${PATH}.`);
  // Browsers ask nobody before they connect: a page of elsewhere could speak for its visitor.
  const isKnown = origin === undefined || URL.parse(origin)?.host === host || origins.includes('*') || origins.includes(origin);
  return isKnown
    ? null
    : refused(403, 'Pages of this origin may not connect here: the gateway’s administrator can name it in CORS_ORIGINS.', 'FORBIDDEN');
}

/** Its client connects again. */
const hangUp = (socket: WebSocket): void => closeSocket(socket, GOING_AWAY, 'Connect again');

/** A client that may return does so after GOING_AWAY with what it has; after Forbidden it must get another token first. */
function closeFor(socket: WebSocket, end: RightEnd): void {
  const { mayReturn, code } = RIGHT_ENDS[end];
  if (mayReturn) hangUp(socket);
  else closeSocket(socket, CloseCode.Forbidden, code);
}

/** Carries the protocol over one socket. @param ahead bytes that came together with the request to upgrade */
function serve(
  { live, bytes, admitAddress, admit, limits }: WebSocketOptions,
  protocol: Server<Connection>,
  connection: Connection,
  ahead: number,
): MessageGate {
  const { socket, request } = connection;
  const forget = live.add({ hangUp: () => hangUp(socket), isIdle: () => connection.running.size === 0 });
  let protocolTakes: (text: string) => Promise<void> = async () => {};
  const byToken = () => (connection.principal === null ? null : admit(connection));
  const gate = new MessageGate(
    {
      socket,
      carrier: request.socket,
      judge() {
        const refusal = admitAddress(connection);
        return refusal instanceof Promise ? refusal.then((late) => late ?? byToken()) : (refusal ?? byToken());
      },
      async take(text, refusal) {
        connection.verdict = refusal;
        const fault = shapeFault(text, limits);
        if (fault === null) await protocolTakes(text);
        else closeSocket(socket, CloseCode.BadRequest, fault);
      },
    },
    ahead,
  );
  startHeartbeat(socket);
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      async send(message) {
        const { principal, written } = connection;
        const text = written.fillIn(message);
        const held = bytes.hold(principal, text.length);
        if (typeof held !== 'function') return closeSocket(socket, CloseCode.TooManyInitialisationRequests, TOO_MUCH_UNREAD);
        await sendText(gate, text, principal).finally(held);
      },
      close: (code, reason) => closeSocket(socket, code ?? CloseCode.InternalServerError, reason ?? ''),
      onMessage(take) {
        protocolTakes = take;
      },
      // Sent already, where the ping’s verdict is known.
      onPing: () => {},
    },
    connection,
  );
  socket.on('error', () => {});
  socket.once('close', (code, reason) => {
    forget();
    connection.hold?.release();
    for (const scope of connection.running) scope.leave();
    void closed(code, String(reason));
  });
  return gate;
}

/** There is no HTTP answer: that of this scope is never sent. */
function scopeOf({ clock, randomId, onEnd }: WebSocketOptions, { request, principal }: Connection): RequestScope {
  const scope = new RequestScope(request, new ServerResponse(request), clock(), { randomId, onEnd, transport: 'WEBSOCKET' });
  scope.principal = principal;
  return scope;
}

/** Runs an operation as one over HTTP would run: with all plugins but those that look at the form of a request. */
async function execute(
  options: WebSocketOptions,
  connection: Connection,
  { query, operationName, variables, extensions }: SubscribePayload,
  verdict: Refusal | null,
): ReturnType<Run> {
  const { execute: run, maskError, onBegin } = options;
  const { socket, running, written } = connection;
  const scope = scopeOf(options, connection);
  onBegin(scope);
  running.add(scope);
  const end = () => {
    running.delete(scope);
    scope.end();
  };
  try {
    if (verdict !== null) throw verdict.error;
    // Messages come after a close of ours, too, until the other side closes.
    if (scope.barred !== null) throw scope.barred;
    const params = { query, ...(operationName && { operationName }), ...(variables && { variables }), ...(extensions && { extensions }) };
    const result = await run(scope, params, { hangUp: () => hangUp(socket) });
    if (Symbol.asyncIterator in result) return untilEnd(result, end);
    end();
    return copyOf(result, written);
  } catch (error) {
    end();
    return { errors: [withoutHttp(maskError(error))] };
  }
}

/** graphql-ws takes results apart, but the data of a written one is no property of its own. */
function copyOf(result: ExecutionResult, written: WrittenData): ExecutionResult {
  const { errors, extensions } = result;
  const data = result instanceof WrittenResult ? (written.of(result.text) as ExecutionResult['data']) : result.data;
  return { ...(data !== undefined && { data }), ...(errors && { errors: errors.map(withoutHttp) }), ...(extensions && { extensions }) };
}

async function sendText(gate: MessageGate, text: string, principal: Principal | null): Promise<void> {
  if (text.length <= LONG_TEXT || principal === null) return gate.send(text);
  const { body } = await encodeInSlices(text, principal.account.slices);
  return gate.send(body);
}

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
