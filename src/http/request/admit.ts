import type { Refusal } from './refusal.ts';
import type { RequestScope } from './request-scope.ts';

/** May refuse a request; null lets it through. */
export type Admit = (asked: Pick<RequestScope, 'request' | 'principal'>) => Refusal | null | Promise<Refusal | null>;
