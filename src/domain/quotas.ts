// SMSC.ru, "Управление именами отправителей (Sender ID)", as published in 2024, error 9 and the last paragraph.
import { table } from './table.ts';

export interface QuotaRow {
  /** Calls in any window that the gateway makes at the most. */
  readonly calls: number;
  /** Calls in any window that the provider's page allows. */
  readonly providerCalls: number;
  readonly windowSeconds: number;
  /** What has the limit: each question on its own, or all requests of a login together. */
  readonly of: 'QUESTION' | 'LOGIN';
  readonly doc: string;
}

export const QUOTAS = table<QuotaRow>()({
  LIST: {
    calls: 3,
    providerCalls: 3,
    windowSeconds: 60,
    of: 'QUESTION',
    doc: 'Identical list requests of one login: the same question with the same parameters.',
  },
  // The page leaves open whether the fifth or the sixth add is refused: four is right in both readings.
  ADD: { calls: 4, providerCalls: 5, windowSeconds: 60, of: 'LOGIN', doc: 'Requests that create a sender ID, of one login.' },
});
export type QuotaName = keyof typeof QUOTAS;

/** Requests of one login at once: the provider refuses the fifteenth, the gateway keeps two places free for others who use the login. */
export const CONCURRENCY = { calls: 12, providerCalls: 14 } as const;
