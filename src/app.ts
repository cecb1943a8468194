import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';
import { FairScheduler } from './concurrency/fair-scheduler.ts';
import { TIMER, type Timer } from './concurrency/timer.ts';
import { type Config, limitsOf } from './config/config.ts';
import { schema } from './graphql/schema.ts';
import { clientAddress } from './http/access/client-address.ts';
import { createCors } from './http/access/cors.ts';
import { createAnswerRoute } from './http/answers/answer-route.ts';
import { executed } from './http/answers/executed.ts';
import { createLadder } from './http/answers/ladder.ts';
import { prepared } from './http/answers/prepared.ts';
import { PreparedOperations } from './http/answers/prepared-operations.ts';
import { ResponseCache } from './http/answers/response-cache.ts';
import { createMaskError } from './http/errors/mask-errors.ts';
import { createExecutor } from './http/execution/executor.ts';
import { createGraphQLServer } from './http/execution/graphql-server.ts';
import { Budgets } from './http/limits/budgets.ts';
import { BytesUnderWay } from './http/limits/bytes-under-way.ts';
import { Connections } from './http/limits/connections.ts';
import { MemoryRoom } from './http/limits/memory-room.ts';
import { OpenSubscriptions } from './http/limits/open-subscriptions.ts';
import { OperationBudget } from './http/limits/operation-budget.ts';
import { OVERLOADED } from './http/limits/overload.ts';
import { ownerOf } from './http/limits/owner.ts';
import { createRateLimit } from './http/limits/rate-limits.ts';
import { LiveConnections } from './http/live/live-connections.ts';
import { createWebSocket, type Upgrade } from './http/live/websocket.ts';
import { type ConsoleOptions, createConsole } from './http/pages/console.ts';
import { createGraphiQL } from './http/pages/graphiql.ts';
import { createPipeline } from './http/pipeline/pipeline.ts';
import type { Admit } from './http/request/admit.ts';
import { failRequest } from './http/request/fail-request.ts';
import { contextMaker } from './http/request/operation-context.ts';
import type { RequestScope } from './http/request/request-scope.ts';
import { RequestsUnderWay } from './http/request/requests-under-way.ts';
import type { TrustedDocument } from './http/trusted/manifest.ts';
import { TrustedDocuments } from './http/trusted/trusted-documents.ts';
import { AGENT_PATH, createAgentRoute } from './mcp/agent-route.ts';
import { createAccessLog } from './ops/access-log.ts';
import { createMetrics } from './ops/metrics.ts';
import { createOperatorPages } from './ops/operator-pages.ts';
import { type ReadMemory, watchMemory } from './ops/overload/memory.ts';
import { MemoryOverload } from './ops/overload/overload.ts';
import { startWatch } from './ops/overload/watch.ts';
import { createReadiness } from './ops/readiness.ts';
import type { Tracing } from './ops/tracing.ts';
import { openStores } from './store/open-stores.ts';
import { topologyOf } from './store/redis/topology.ts';
import type { AccountsFile } from './tenants/accounts-file.ts';
import { Bearers } from './tenants/bearers.ts';
import { type AccountContact, firstContact } from './tenants/first-contact.ts';
import { tenantOpener } from './tenants/open-tenant.ts';
import { openToAll } from './tenants/principals.ts';
import { Tenants } from './tenants/tenants.ts';
import { createWebhookPost } from './webhooks/webhook-post.ts';

export interface AppDependencies {
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** What rights end by, with the clock; left out: real time. */
  readonly timer?: Timer;
  /** What stands in for the network in tests. */
  readonly dispatcher?: Dispatcher;
  readonly randomId: () => string;
  readonly log: Log;
  /** Example operations, for GraphiQL. */
  readonly examples: readonly string[];
  /** The web console; left out: there is none. */
  readonly webConsole?: ConsoleOptions;
  /** Left out: nothing is traced. */
  readonly tracing?: Tracing | undefined;
  /** Told of every request that had an account, when it has its answer or went away. */
  readonly onEnd?: (scope: RequestScope) => void;
  /** Documents that callers may name; left out: none. */
  readonly documents?: readonly TrustedDocument[];
  /** Of the gateway, for AI agents to tell. */
  readonly version?: string;
  /** Accounts and their tokens, in place of the one account that the settings name. */
  readonly accounts?: AccountsFile | undefined;
  /** Left out: the memory of this process and its container. */
  readonly memory?: ReadMemory | undefined;
}

export interface Log {
  /** A request. Left out: none is logged. */
  info?(fields: object, message: string): void;
  /** What an administrator has to see to. Left out: it is told in readiness alone. */
  warn?(fields: object, message: string): void;
  error(fields: { readonly requestId: string; readonly fault: unknown }, message: string): void;
}

export interface App {
  /** For node:http. */
  readonly handle: RequestListener;
  /** /healthz, /readyz and /metrics, for a port of their own. */
  readonly operate: RequestListener;
  /** For its 'upgrade': WebSocket. */
  readonly upgrade: Upgrade;
  /** Counts the connections of the server that callers reach, and ends those that must not go on. */
  readonly watch: (server: Server) => void;
  /** Puts these accounts and tokens in place of the ones before. What is held by a right that is gone or changed ends; all else goes on. */
  reload(accounts: AccountsFile): void;
  /** Asks the provider for one list of each account, so that wrong credentials are found now. @returns what came of it */
  firstContact(): Promise<readonly AccountContact[]>;
  /** Something was mended: the provider is asked again, whatever it refused before. */
  askAgain(): Promise<void>;
  /** Every address of the provider that gets credentials of an account. */
  providers(): readonly string[];
  /** Breaks subscriptions off, so that their clients go on with another instance. */
  hangUp(): void;
  close(): Promise<void>;
}

/**
 * Puts the layers together. Listens to nothing.
 * @throws TypeError where the settings name no account
 */
export async function createApp(
  config: Config,
  {
    clock,
    timer = TIMER,
    dispatcher,
    randomId,
    log,
    examples,
    webConsole,
    accounts,
    memory: readMemory,
    onEnd,
    tracing,
    documents = [],
    version = '0.0.0',
  }: AppDependencies,
): Promise<App> {
  const stores = await openStores(config, randomId);
  const reportFault = (fault: unknown, requestId = randomId()) => {
    log.error({ requestId, fault }, 'a fault of the gateway');
    return requestId;
  };
  const limits = limitsOf(config);
  const live = new LiveConnections();
  const monotonic = () => performance.now();
  const scheduler = new FairScheduler();
  const connections = new Connections({ limits, behindProxy: config.TRUSTED_PROXIES > 0, clock: monotonic });
  const memory = watchMemory(config.MEMORY_BYTES);
  const overload = new MemoryOverload({
    memory: readMemory ?? memory.read,
    onChange: (state, reason) => log.info?.({ state, reason }, 'how short of memory the gateway is'),
  });
  const bytes = new BytesUnderWay(limits.tokenBytes, overload);
  const room = new MemoryRoom(overload, bytes);
  const subscriptions = new OpenSubscriptions(limits.subscriptions, overload);
  const watch = startWatch({ connections, live, overload, patienceMs: 2 * config.SLOW_READER_MS });
  const metrics = createMetrics({
    operationNames: new Set(
      examples.flatMap((text) => [...text.matchAll(/\b(?:query|mutation|subscription)\s+(\w+)/g)].map(([, name = '']) => name)),
    ),
    accounts: () => tenants.all.map(({ observed }) => observed),
    subscriptions: () => subscriptions.size,
    loopUse: () => scheduler.use,
    overload,
    connections: () => ({ ...connections.counts, bytesUnderWay: bytes.total, setAside: room.setAside, cutOff: connections.cutOff }),
    clock: monotonic,
    now: clock,
  });
  const readiness = createReadiness({
    ping: () => stores.ping(),
    accounts: () => tenants.all.map(({ observed }) => observed),
    overload,
    clock: monotonic,
  });
  const operatorPages = (withMetrics: boolean) => createOperatorPages({ readiness, metrics: withMetrics ? metrics : null });
  const accessLog = createAccessLog({
    info: (fields, message) => log.info?.(fields, message),
    sample: config.LOG_SAMPLE,
    slowMs: config.LOG_SLOW_MS,
    clock: monotonic,
  });
  const post = createWebhookPost({ clock, toPrivate: config.WEBHOOK_ADDRESSES === 'any' });
  const open = tenantOpener({
    config,
    stores,
    clock,
    randomId,
    dispatcher,
    post,
    scheduler,
    reportFault,
    version,
    onHabit: (account, line) => log.warn?.({ account }, line),
    onRefusal(account, refusal) {
      if (refusal === null) log.info?.({ account }, 'the provider takes the account again');
      else log.warn?.({ account, ...refusal }, 'the provider refuses the account: nothing is asked until the rest is over');
    },
    onUpstreamCall(name, call) {
      metrics.upstreamCall(name, call);
      tracing?.upstreamCall(name, call);
    },
  });
  const underWay = new RequestsUnderWay();
  const responseCache = config.HOT_PATH_BYTES === 0 ? null : new ResponseCache({ maxBytes: config.HOT_PATH_BYTES, clock });
  const tenants = new Tenants({
    open,
    requestsSettled: () => underWay.settled(),
    onGone: (account) => responseCache?.forget(account),
  });
  const bearers = new Bearers({ tenants, clock, timer });
  const letIn = (file: AccountsFile) => {
    tenants.replace(file.accounts);
    return bearers.replace(file);
  };
  let authenticate = accounts === undefined ? openToAll(config, tenants) : letIn(accounts);
  let asksFirst = false;
  const askAgain = async () => {
    await Promise.all(tenants.all.map((tenant) => tenant.askAgain()));
    if (asksFirst) await firstContact(tenants.all.filter(({ contact }) => contact.contact.state !== 'answered'));
  };
  const topology = topologyOf(config);
  const redis = topology && (await import('./store/redis/clients.ts')).openRedis(topology);
  // Until it is connected, and whenever it is away, this instance counts for itself.
  redis?.connect().catch(() => {});
  const takeShared = redis && (await import('./store/redis/points.ts')).redisPoints(redis);
  const budget = new OperationBudget(limits, new Budgets({ limits, takeShared, clock: monotonic }), room);
  const makeContext = contextMaker({ now: () => new Date(clock()), maxQuestions: limits.upstreamCalls, pay: budget.pay });
  const server = createGraphQLServer({
    budget,
    makeContext,
    reportFault,
    limits,
    bytes,
    introspection: config.INTROSPECTION === 'on',
    live,
    slowReaderMs: config.SLOW_READER_MS,
    open: subscriptions,
    federation: config.FEDERATION === 'on',
    documents: {
      documents: new TrustedDocuments(documents, limits.tokens),
      trustedOnly: config.DOCUMENTS === 'trusted',
      registeredBytes: config.REGISTERED_DOCUMENT_BYTES,
    },
  });
  const onExecution = (scope: RequestScope) => {
    underWay.begin(scope);
    scope.endWithResponse();
  };
  const maskError = createMaskError(reportFault);
  const execute = createExecutor(server, maskError);
  const fail = failRequest(reportFault);
  const handOver = (scope: RequestScope, body?: Buffer) =>
    void server(scope.request, scope.response, body === undefined ? { scope } : { scope, body });
  const preparedOperations = new PreparedOperations();
  const ladder = createLadder({
    responseCache,
    preparedOperations,
    prepared: prepared({ operations: preparedOperations, overload, budget, maskError, makeContext }),
    executed: executed(execute, limits),
    handOver,
    onExecution,
    bytes,
    fail,
  });
  const answers = createAnswerRoute({ limits, bytes, ladder, onExecution, handOver });
  const agents = createAgentRoute({
    execute,
    schema,
    documents,
    limits,
    bytes,
    version,
    origins: config.CORS_ORIGINS,
    onExecution,
    reportFault,
    fail,
  });
  const onEnded = (scope: RequestScope) => {
    underWay.end(scope);
    room.release(scope);
    metrics.request(scope);
    accessLog(scope);
    tracing?.end(scope);
    onEnd?.(scope);
  };
  const addressRate = createRateLimit('addressRate', { max: limits.addressRate, redis, clock: monotonic });
  const tokenRate = createRateLimit('tokenRate', { max: limits.tokenRate, redis, clock: monotonic });
  const site = webConsole && createConsole(webConsole);
  const addressOf = (request: IncomingMessage) => clientAddress(request, config.TRUSTED_PROXIES);
  const admitAddress: Admit = ({ request }) => {
    const address = addressOf(request);
    return connections.admit(request.socket, address) ?? addressRate(address);
  };
  const admit: Admit = ({ request, principal }) => {
    if (principal === null) return null;
    connections.identified(request.socket);
    return tokenRate(ownerOf(principal));
  };
  const front = createPipeline({
    clock: monotonic,
    randomId,
    open: [
      // A tenant's token must not read what others do: with several accounts, metrics have a port of their own.
      ...(config.OPERATOR_PORT === null ? [operatorPages(accounts === undefined)] : []),
      createCors(config.CORS_ORIGINS),
      ...(site === undefined ? [] : [(request: IncomingMessage, response: ServerResponse) => site.handle(request, response)]),
      ...(config.GRAPHIQL === 'on' ? [createGraphiQL(examples)] : []),
    ],
    authenticate: (request) => authenticate(request),
    onBegin: tracing?.begin,
    admitAddress,
    admit,
    answer: (scope) => (scope.path === AGENT_PATH ? agents(scope) : answers(scope)),
    fail,
    onEnd: onEnded,
  });
  const upgrade = createWebSocket({
    execute,
    authenticate: (head) => authenticate(head),
    live,
    origins: config.CORS_ORIGINS,
    admitAddress,
    admit,
    admitUpgrade: (request) => (overload.takesListeners ? connections.upgraded(request.socket, addressOf(request)) : OVERLOADED),
    onIdentified: ({ socket }) => connections.identified(socket),
    maskError,
    limits,
    bytes,
    clock: monotonic,
    randomId,
    onBegin(scope) {
      tracing?.begin(scope);
      underWay.begin(scope);
    },
    onEnd: onEnded,
  });
  const toOperators = operatorPages(true);
  return {
    handle: front,
    operate(request, response) {
      if (!toOperators(request, response)) response.writeHead(404).end();
    },
    upgrade,
    watch: (server) => watch.attach(server),
    providers: () => [...new Set(tenants.all.flatMap(({ observed }) => observed.hosts().map(({ url }) => url)))],
    hangUp: () => live.hangUp(),
    reload(file) {
      authenticate = letIn(file);
      askAgain().catch(() => {});
    },
    firstContact() {
      asksFirst = true;
      return firstContact(tenants.all);
    },
    askAgain,
    async close() {
      watch.stop();
      memory.close();
      await tenants.close();
      await post.close();
      redis?.disconnect();
      await stores.close();
    },
  };
}
