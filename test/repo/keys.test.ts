import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/**
 * Everything in memory that is filled while the gateway runs, and how it keeps tenants apart. What lives longer than a call must belong to
 * an account (an object made once an account) with the subclient in its key, or be of no tenant at all.
 */
const KEPT: Record<string, string> = {
  // Made once an account, by createAccount or createQuota; the keys hold the subclient.
  'account/create-account mutex': 'account; key: subclient and the sender that is written',
  'account/writes/later-looks #open': 'account; key: subclient',
  'account/writes/later-looks #cancels': 'account; key: subclient',
  'account/lists/habit-book #mutex': 'account',
  'account/replica/part-reader #replicas': 'account; key: subclient',
  'account/replica/snapshots #views': 'account; key: subclient and the parts',
  'account/replica/revalidation #flights': 'account; key: subclient and the question',
  'account/replica/revalidation #pausedUntil': 'account; key: subclient and the question',
  'account/replica/revalidation #startedAt': 'account; key: a flight',
  'account/replica/changed-since #answers': 'account; key: account, subclient and the day',
  'concurrency/single-flight #flying': 'the owner’s; key: given by the owner',
  'concurrency/fair-scheduler #tenants': 'key: the account; holds times, and work that waits',
  'concurrency/fair-scheduler #waiting': 'accounts whose work waits',
  'concurrency/keyed-mutex #last': 'the owner’s; key: given by the owner',
  'account/quota/quota-queue #queue': 'login, whose limits the provider counts; tenants take turns in it',
  'account/quota/quota-queue #closedLanes': 'login; key: the log of a question, which names the subclient',
  'account/quota/login-standing #subclients': 'login; key: a subclient that the provider refuses',
  'account/quota/quota-settlements #untold': 'login; key: a ticket',
  'account/quota/fair-queue #turns': 'the owner’s; key: priority and tenant',
  'account/quota/fair-queue items': 'one tenant’s, who waits',
  // Made once an account and subclient.
  'account/replica/replica #fetched': 'account and subclient; key: part',
  'account/replica/replica #held': 'account and subclient; key: part',
  'account/replica/replica #mutex': 'account and subclient; key: what is read or written',
  'account/replica/replica #looking': 'account and subclient; key: part',
  'account/events/event-feed #waiting': 'account; who waits',
  'account/events/event-index #cursors': 'account; key: subclient and sender',
  'account/events/event-index #sentAt': 'account; key: subclient, sender and operator',
  'account/events/event-index #approvals': 'account; key: operator; each approval has its subclient',
  'account/events/event-index #most': 'account; key: subclient; holds counts',
  'account/polling/poller #loops': 'account; key: subclient',
  'account/polling/poller #ends': 'account; loops that end, to wait for',
  'account/replica/change-publisher #known': 'account and subclient; key: part',
  'account/replica/change-publisher #mutex': 'account and subclient; key: part',
  'account/replica/snapshot-view #parts': 'account and subclient; key: part',
  'loaders/sender-list sortedLists': 'a snapshot, which is of one account and subclient; key: order and subclient',
  'loaders/sender-list verdicts': 'one list that is filtered; key: a cell, which is equal for many',
  'loaders/sender-list lists': 'a snapshot; key: order and subclient',
  // Made once a request.
  'loaders/senders #lists': 'one operation; key: subclient, filter and order',
  'loaders/sender-events #approvalTimes': 'one operation; key: operator',
  'loaders/senders #partsRead': 'one operation; key: subclient and part',
  'loaders/senders #asked': 'one operation; key: subclient and the question',
  'loaders/sources #snapshots': 'one operation',
  'loaders/senders #parts': 'a request, whose principal is one; key: subclient and part',
  // Of no tenant: the keys given to the store hold it, which test/e2e/tenants.test.ts looks at.
  'store/sqlite/database #statements': 'key: the text of a statement',
  'store/sqlite/notices #seen': 'key: a channel',
  'store/sqlite/sqlite-thread #calls': 'key: the number of a call',
  'store/sqlite/sqlite-thread #watched': 'channels',
  'store/sqlite listeners': 'key: a channel',
  'store/redis/notices #listeners': 'key: a channel',
  'store/redis accounts': 'key: the login whose limits are counted',
  'store/redis/taken #entries': 'one login; key: a ticket of the store’s, or a hold',
  'store/listeners #byChannel': 'key: a channel',
  'store/listeners listeners': 'the listeners of a channel',
  'http/live/live-connections #open': 'connections, to break off',
  'account/replica/snapshots #madeOf': 'account; key: a snapshot',
  'http/live/message-gate #holds': 'one connection; why it is not read',
  'http/live/websocket gates': 'weak: key: a connection',
  'http/access/auth presented': 'key: a connection; what it sent itself',
  'http/answers/response-cache #answers': 'key: account, access, the subclients that are reached, and the request’s own words',
  'http/answers/request-keys #reaches': 'weak: who asks; how far that reaches',
  'http/answers/request-keys #numbers': 'weak: an account, or the subclients that can be named; a number',
  'http/answers/prepared-operations #held':
    'key: account, access, the subclients that are reached, and the request’s own words; holds no data',
  'http/answers/finished-answer heads': 'key: the headers of an answer',
  'graphql/serializer/plan plans': 'key: a document, which holds nobody’s data',
  'graphql/serializer/plan known': 'a document; key: an operation of it',
  'graphql/serializer/selection fields': 'one document',
  'graphql/serializer/sender-texts made': 'key: a snapshot, which is of one account and subclient',
  'graphql/serializer/sender-texts written': 'one answer',
  'graphql/serializer/sender-texts variants': 'a snapshot; key: the variables',
  'graphql/serializer/sender-texts variables': 'one document',
  'graphql/serializer/sender-texts fields': 'one document',
  'graphql/serializer/sender-texts names': 'one document',
  'http/execution/read-form parts': 'one request; key: the name of a part',
  'http/answers/finished-answer #encoded': 'one answer; key: a coding',
  'graphql/price/field-collector #fragments': 'one operation; key: the name of a fragment',
  'graphql/price/field-collector nodes': 'one object of an operation',
  'graphql/price/field-collector spread': 'one object of an operation',
  'graphql/price/introspection #known': 'one operation; key: what is selected of a type of the schema',
  'graphql/price/introspection #numbers': 'one operation; key: what is selected',
  'graphql/price/introspection counted': 'one operation; key: a type of the schema',
  'graphql/price/needs-journal fields': 'one document',
  'graphql/price/needs-journal known': 'key: a document, which holds nobody’s data',
  'graphql/price/price #shared': 'one operation; key: what is looked through',
  'graphql/operation-size known': 'one document; key: a fragment',
  'http/limits/counts #byKey': 'key: account and token, or an address; holds counts',
  'http/limits/connections #open': 'key: a connection',
  'http/limits/connections #unknown': 'key: a connection that showed no token',
  'http/limits/connections #excess': 'key: a connection over a limit',
  'http/trusted/trusted-documents #texts': 'the documents of the settings; key: an id',
  'http/trusted/trusted-documents #meanings': 'the documents of the settings',
  'http/trusted/trusted-documents #verdicts': 'key: the hash of a text; holds whether it is trusted',
  'http/trusted/name-documents registered': 'key: the account; texts by their hash',
  'http/trusted/name-documents known': 'the account’s, of the map above',
  'http/limits/leaky-buckets #levels': 'key: account and token, or account; holds counts',
  'http/limits/shared-buckets #reserves': 'key: account and token, or account; holds counts',
  'graphql/price/price facts': 'key: a field of the schema',
  'http/limits/rate-limits memory': 'key: account and token, or an address; holds counts',
  'http/limits/rate-limits reserves': 'key: account and token, or an address; holds counts',
  'graphql/repeatable known': 'key: a document, which holds nobody’s data',
  'tenants/bearers #byHash': 'key: the hash of a token; who it stands for',
  'tenants/issuer #trusts': 'key: the account; what the issuer’s tokens reach of it',
  'tenants/tenants #leaving': 'accounts that end, to wait for',
  'tenants/tenants #current': 'key: the account',
  // Filled within one call.
  'account/replica/part-codec indexes': 'one part',
  'account/replica/believed-list missingBefore': 'one list of one part',
  'account/replica/believed-list whole': 'one list of one part',
  'account/replica/held-part seen': 'one list of one part',
  'account/replica/doubts NO_DOUBTS': 'empty for ever',
  'account/replica/portions told': 'one part',
  'account/replica/part-codec bodies': 'weak: the rows themselves, which are of one part',
  'smsc/decode-rows #words': 'one list; holds no data, but words in place of statuses',
  'smsc/decode-rows #meanings': 'one list; holds no data, but keys',
  'account/replica/longest-row known': 'weak: the rows themselves, which are of one part',
  'account/replica/held-part indexes': 'weak: the rows themselves, which are of one part',
  'smsc/decode-rows cells': 'one row',
  'tenants/accounts-file first': 'one file',
  'graphql/import-rows seen': 'one input',
  'webhooks/outbox lanes': 'one webhook, which is of one account; key: subclient and sender',
  'webhooks/webhooks leaving': 'the account’s webhooks that end, to wait for',
};

const KEEPERS = 'WeakMap|WeakSet|DataLoader|SingleFlight|KeyedMutex|FairQueue|Listeners|EventEmitter|\\w*(?:Cache|LRU|RateLimiter)\\w*';
/** A field, or what begins empty, or what keeps things by nature. */
const STATE = new RegExp(
  [
    '(#\\w+)(?:: [^=\\n]+)? = new (?:Map|Set)\\b',
    '(\\w+)(?:: [^=\\n]+)? = (?:[^=\\n]*\\?\\? )?new (?:Map|Set)(?:<.+>)?\\(\\)',
    `(#?\\w+)(?:: [^=\\n]+)? = (?:[^=\\n]*\\?\\? )?new (?:${KEEPERS})\\b`,
  ].join('|'),
  'g',
);

const found = globSync([
  'src/*.ts',
  'src/{account,concurrency,config,tenants,imports,webhooks,loaders,graphql,http,mcp,smsc,store}/**/*.ts',
]).flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(STATE)].map(
    ([, ...names]) => `${file.replace(/^src\/|\.ts$/g, '')} ${names.find((name) => name !== undefined)}`,
  ),
);

describe('what is kept in memory', () => {
  it('is listed here with what keeps tenants apart in it', () => {
    expect([...new Set(found)].toSorted()).toEqual(Object.keys(KEPT).toSorted());
  });
});
