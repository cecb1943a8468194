import type { Limits } from '../../domain/limits.ts';
import { LimitExceededError } from '../../errors.ts';
import type { Principal } from '../../loaders/principal.ts';
import type { BytesUnderWay } from '../limits/bytes-under-way.ts';
import { bodyBytes, readBody } from '../request/read-body.ts';
import { type Refusal, refusalOf, refuse, refuseUnread } from '../request/refusal.ts';
import type { RequestScope } from '../request/request-scope.ts';
import { Asked } from './asked.ts';
import { directMediaType } from './direct-request.ts';
import type { LadderOptions } from './ladder.ts';
import { RequestKeys } from './request-keys.ts';

export interface AnswerRouteOptions extends Pick<LadderOptions, 'onExecution' | 'handOver'> {
  readonly limits: Limits;
  readonly bytes: BytesUnderWay;
  readonly ladder: (asked: Asked) => void;
}

/**
 * Answers whoever was let through: what nearly all clients send – one operation or a batch, the answer wanted as JSON – by the ladder, without
 * Request and Response objects, which cost more than the execution. Requests of every other form are Yoga's.
 */
export function createAnswerRoute({ limits, bytes, ladder, onExecution, handOver }: AnswerRouteOptions): (scope: RequestScope) => void {
  const keys = new RequestKeys();

  const answer = (scope: RequestScope, principal: Principal, mediaType: string, body: Buffer) => {
    if (scope.barred !== null) turnAway(scope, refusalOf(scope.barred));
    else ladder(new Asked(scope, principal, mediaType, body, keys.keyOf(principal, mediaType, scope.request, body)));
  };

  return (scope) => {
    const { request, principal } = scope;
    const refusal = bytes.holdBody(scope, bodyBytes(request, limits.body));
    if (refusal !== null) return leaveUnread(scope, refusal);
    const mediaType = directMediaType(request);
    if (mediaType === null || principal === null) {
      if (scope.barred !== null) return turnAway(scope, refusalOf(scope.barred));
      onExecution(scope);
      handOver(scope);
    } else if (request.method === 'GET') answer(scope, principal, mediaType, NO_BODY);
    else
      readBody(scope, limits.body, (body) => {
        if (body === null) leaveUnread(scope, tooLong(scope, limits));
        else answer(scope, principal, mediaType, body);
      });
  };
}

function turnAway(scope: RequestScope, refusal: Refusal): void {
  scope.endWithResponse();
  refuse(scope.request, scope.response, refusal);
}

/** The rest of its body is not waited for. */
function leaveUnread(scope: RequestScope, refusal: Refusal): void {
  scope.endWithResponse();
  refuseUnread(scope.request, scope.response, refusal);
}

function tooLong({ request }: RequestScope, { body: max }: Limits): Refusal {
  const asked = Number(request.headers['content-length']);
  return { status: 413, error: new LimitExceededError('body', max, asked > max ? asked : null) };
}

const NO_BODY = Buffer.alloc(0);
