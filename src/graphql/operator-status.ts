import { operatorOf } from '../domain/operators.ts';
import type { OperatorReading } from '../domain/sender.ts';
import { REGISTRATION_STATUSES, registrationStatusOf } from '../domain/statuses.ts';
import { builder } from './builder.ts';
import { enumFromTable } from './enum-from-table.ts';
import { Operator } from './operator.ts';

export const RegistrationStatusEnum = enumFromTable(
  'RegistrationStatus',
  REGISTRATION_STATUSES,
  'How far the registration at one operator is.',
);

export const OperatorStatus = builder.objectRef<OperatorReading>('OperatorStatus').implement({
  description: 'One sender at one operator.',
  fields: (t) => ({
    operator: t.field({ type: Operator, description: 'The operator.', resolve: ({ column }) => operatorOf(column) }),
    status: t.field({
      type: RegistrationStatusEnum,
      description: 'How far the registration is.',
      resolve: ({ status }) => registrationStatusOf(status),
    }),
    rawStatus: t.exposeInt('status', {
      nullable: true,
      description: 'The provider’s own number, also where `status` is UNKNOWN; null where it sent none.',
    }),
    replacementName: t.exposeString('replacementName', {
      nullable: true,
      description:
        'The name that this operator shows instead, where it replaces the sender’s; null where it does not, or where the provider does not say.',
    }),
  }),
});

export const RegistrationProgress = builder.objectRef<readonly OperatorReading[]>('RegistrationProgress').implement({
  description: 'The operator rows of a sender counted by what they mean for sending.',
  fields: (t) => ({
    total: t.int({ description: 'All rows, those with an UNKNOWN status too.', resolve: (cells) => cells.length }),
    approved: t.int({ description: 'Messages go out: APPROVED, MARKED_FOR_REMOVAL.', resolve: (cells) => count(cells, 'approved') }),
    pending: t.int({
      description: 'Will go on by itself: AWAITING_REGISTRATION, SENT_FOR_REGISTRATION, ACTIVE_FROM_NEXT_MONTH.',
      resolve: (cells) => count(cells, 'pending'),
    }),
    blocked: t.int({
      description: 'Needs someone: REJECTED, SUSPENDED, INSUFFICIENT_FUNDS, DOCUMENTS_REQUIRED.',
      resolve: (cells) => count(cells, 'blocked'),
    }),
  }),
});

const count = (cells: readonly OperatorReading[], outlook: 'approved' | 'pending' | 'blocked') =>
  cells.filter(({ status }) => REGISTRATION_STATUSES[registrationStatusOf(status)].outlook === outlook).length;
