import type { BannerFacts } from '../http/pages/banner.ts';

/** What a worker tells its primary when it serves. */
export interface Serving {
  readonly serving: Omit<BannerFacts, 'sandbox'>;
}

export const isServing = (message: unknown): message is Serving => typeof message === 'object' && message !== null && 'serving' in message;
