import { GatewayError, OutcomeUnknownError, SenderExistsError } from '../../errors.ts';
import type { HeldSender } from '../account.ts';
import type { LostAnswer } from './lost-answer.ts';

/** What is known of an add. */
export type Verdict =
  /** The caller's own. */
  | { readonly kind: 'done'; readonly sender: HeldSender }
  /** Certainly not done. */
  | { readonly kind: 'not done'; readonly failure: GatewayError }
  /**
   * The provider is through with it, and has a sender of this name that it did not have before. Nothing that the provider lists tells whether
   * this add made it or somebody else's at the same time.
   */
  | { readonly kind: 'found'; readonly sender: HeldSender }
  /** The provider may still do it, for `openMs`; or it is through (0), and no list can be had that tells. */
  | { readonly kind: 'open'; readonly openMs: number; readonly sender: HeldSender | null; readonly checkAfterMs: number };

/** When a look is worth while, where nothing better is known. */
const CHECK_AFTER_MS = 30_000;

/** @throws GatewayError, OutcomeUnknownError<HeldSender>, SenderExistsError<HeldSender> for any but 'done' */
export function addedOrThrow(verdict: Verdict): HeldSender {
  switch (verdict.kind) {
    case 'done':
      return verdict.sender;
    case 'not done':
      throw verdict.failure;
    case 'found':
      throw new OutcomeUnknownError<HeldSender>(0, {
        sender: verdict.sender,
        message:
          'The answer was lost. A sender of this name is there since: most likely this call’s, but somebody else may have added it at the same time. `sender` is it.',
      });
    case 'open':
      throw new OutcomeUnknownError<HeldSender>(verdict.checkAfterMs, { sender: verdict.sender });
  }
}

/** @param hindrance what kept the gateway from finding out, where it tried */
export const openVerdict = (openMs: number, hindrance: unknown = null, sender: HeldSender | null = null): Verdict => ({
  kind: 'open',
  openMs,
  sender,
  checkAfterMs: Math.max(openMs, retryAfterOf(hindrance)) || CHECK_AFTER_MS,
});

/** The failure of a write, other than an add, that may have been done. */
export const outcomeUnknown = ({ failure, openMs }: LostAnswer, hindrance: unknown = null): OutcomeUnknownError =>
  new OutcomeUnknownError(Math.max(openMs, retryAfterOf(hindrance)) || CHECK_AFTER_MS, { cause: failure });

export const existsAlready = (existing: HeldSender, cause?: GatewayError): Verdict => ({
  kind: 'not done',
  failure: new SenderExistsError<HeldSender>(existing, cause === undefined ? {} : { upstreamCode: cause.upstreamCode, cause }),
});

const retryAfterOf = (failure: unknown): number => (failure instanceof GatewayError ? (failure.retryAfterMs ?? 0) : 0);
