import type { CacheExchangeOpts } from '@urql/exchange-graphcache';
import result from '../generated/possible-types.ts';

/** What graphcache can't know: which types have no id of their own, and what a write makes untrue. */
export const cacheOptions: Partial<CacheExchangeOpts> = {
  possibleTypes: result.possibleTypes,
  keys: {
    Operator: ({ column }) => (typeof column === 'string' ? column : null),
    RegistrationOption: ({ registration }) => (typeof registration === 'string' ? registration : null),
    OperatorStatus: () => null,
    RegistrationProgress: () => null,
    SenderConnection: () => null,
    SenderEdge: () => null,
    PageInfo: () => null,
    Freshness: () => null,
    Viewer: () => null,
    UpstreamQuota: () => null,
    QuotaBucket: () => null,
    SenderCheck: () => null,
    SenderEvent: () => null,
    SenderEventConnection: () => null,
    InputIssue: () => null,
  },
  updates: {
    Mutation: {
      addSender(result, _args, cache) {
        if (isSuccess(result.addSender)) cache.invalidate('Query', 'senders');
      },
      deleteSender({ deleteSender }, _args, cache) {
        if (!isSuccess(deleteSender)) return;
        cache.invalidate('Query', 'senders');
        if (hasDeletedId(deleteSender)) cache.invalidate({ __typename: 'Sender', id: deleteSender.deletedId });
      },
    },
  },
};

/** Every mutation answers with a union whose one good member is called …Success. */
const isSuccess = (result: unknown): boolean =>
  typeof result === 'object' && result !== null && '__typename' in result && String(result.__typename).endsWith('Success');

const hasDeletedId = (result: unknown): result is { deletedId: string } =>
  typeof result === 'object' && result !== null && 'deletedId' in result && typeof result.deletedId === 'string';
