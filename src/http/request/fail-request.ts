import { fault, refuse } from './refusal.ts';
import type { RequestScope } from './request-scope.ts';

/** Keeps a fault of ours for the administrator, and answers the request that met it; breaks it off where its answer has begun. */
export type FailRequest = (scope: RequestScope, error: unknown) => void;

export const failRequest =
  (reportFault: (fault: unknown, requestId: string) => void): FailRequest =>
  (scope, error) => {
    const { request, response, id } = scope;
    reportFault(error, id);
    scope.endWithResponse();
    if (response.headersSent) response.destroy();
    else refuse(request, response, fault(id));
  };
