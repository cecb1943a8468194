import { GatewayError } from '../../errors.ts';
import { UpstreamFailure } from '../../smsc/api.ts';

/** No answer to a write that can be understood: the provider may have done it, or may still do it. Never leaves this folder. */
export class LostAnswer extends Error {
  override readonly name = 'LostAnswer';
  readonly failure: unknown;
  /** So long from now the provider may still do it; 0 where it is through with the request. */
  readonly openMs: number;

  constructor(failure: unknown, openMs: number) {
    super('The answer to a write was lost.', { cause: failure });
    this.failure = failure;
    this.openMs = openMs;
  }
}

/** True where the provider may have done it, though no answer that can be understood came back. */
export const isLost = (failure: unknown): boolean =>
  failure instanceof UpstreamFailure ? failure.sent : !(failure instanceof GatewayError);

/** True where the provider may do it after this, so that a look now does not prove that it was not done. */
export const mayStillBeDone = (failure: unknown): boolean => !(failure instanceof UpstreamFailure) || failure.mayStillBeDone;

/** The failure of a write that was certainly not done, as its caller gets it. */
export const notDone = ({ failure }: LostAnswer): GatewayError =>
  new GatewayError('UPSTREAM_UNAVAILABLE', {
    message: `The provider did not do it. ${failure instanceof GatewayError ? failure.message : ''}`.trim(),
    cause: failure,
  });
