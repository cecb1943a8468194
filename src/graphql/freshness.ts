import type { Freshness, Part } from '../account/account.ts';
import { builder } from './builder.ts';

export const SenderPartEnum = builder.enumType('SenderPart', {
  description: 'What is fetched from the provider by a question of its own.',
  values: {
    NAMES: { value: 'names', description: 'Names, ids and moderation statuses.' },
    OPERATORS: { value: 'operators', description: 'Statuses at the operators.' },
    FILES: { value: 'files', description: 'Documents.' },
  } as const satisfies Record<string, { value: Part; description: string }>,
});

export const ageSeconds = ({ fetchedAt }: Freshness, now: Date): number =>
  Math.max(0, Math.floor((now.getTime() - fetchedAt.getTime()) / 1000));

export const FreshnessType = builder.objectRef<Freshness>('Freshness').implement({
  description: 'How old the data is.',
  fields: (t) => ({
    fetchedAt: t.expose('fetchedAt', { type: 'DateTime', description: 'When the provider answered with it.' }),
    ageSeconds: t.int({
      description: 'Whole seconds since then, at the time of this answer.',
      resolve: (freshness, _, { now }) => ageSeconds(freshness, now()),
    }),
    unreadableRows: t.exposeInt('unreadableRows', {
      description: 'Senders of the provider’s answer that could not be read: they are kept out of what is served.',
    }),
    stale: t.exposeBoolean('stale', {
      description:
        'True where the data is older than it should be: it is being fetched anew, or the provider can’t be reached or has no quota left. True also where the provider’s last list lacked something that it had before: that stays until further lists confirm it.',
    }),
  }),
});
