import type { GraphQLSchema } from 'graphql';
import { builder } from './builder.ts';
import './scalars.ts';
import './operator.ts';
import './operator-status.ts';
import './sender-file.ts';
import './sender.ts';
import './sender-queries.ts';
import './sender-mutations.ts';
import './verification.ts';
import './check-sender.ts';
import './sender-event.ts';
import './approval-time.ts';
import './upstream-quota.ts';
import './viewer.ts';
import './import-senders.ts';
import './webhook.ts';

export const schema: GraphQLSchema = builder.toSchema();
