import type { Principal } from '../loaders/principal.ts';
import { builder } from './builder.ts';
import { priced } from './price/price-hint.ts';

const Viewer = builder.objectRef<Principal>('Viewer').implement({
  description: 'Who is asking, and what they may do.',
  fields: (t) => ({
    account: t.string({ description: 'The name of the provider account that is worked with.', resolve: ({ account }) => account.name }),
    subclients: t.stringList({
      description:
        'Logins of the subclients that can be named in `subclient`: all that the gateway was told of, or those that the token is confined to.',
      extensions: priced({ items: (_, sizes) => sizes.subclients }),
      resolve: ({ subclients, confinedTo }) => [...(confinedTo ?? subclients)],
    }),
    reachesOwnSenders: t.boolean({
      description:
        'True where the account’s own senders can be reached, without a `subclient`; false for a token that is confined to subclients.',
      resolve: ({ confinedTo }) => confinedTo === null,
    }),
    canWrite: t.boolean({ description: 'True where mutations are allowed.', resolve: ({ access }) => access === 'write' }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    description: 'Who is asking, and what they may do. Costs nothing upstream.',
    resolve: (_, __, { principal }) => principal,
  }),
);
