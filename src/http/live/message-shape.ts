import { LIMIT_ROWS } from '../../domain/limits.ts';
import { LimitExceededError } from '../../errors.ts';
import { type JsonLimits, requireShape } from '../limits/bounded-json.ts';

/** Why a message is not even parsed, in the few words that a closing frame holds; null: it is. */
export function shapeFault(text: string, limits: JsonLimits): string | null {
  try {
    requireShape(text, limits);
    return null;
  } catch (error) {
    if (!(error instanceof LimitExceededError)) throw error;
    const { limit, max } = error;
    return `${error.code}: at most ${max} ${LIMIT_ROWS[limit].unit} (${LIMIT_ROWS[limit].setting})`;
  }
}
