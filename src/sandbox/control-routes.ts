import type { SandboxControl } from './control.ts';
import { BodyError, readChoice, readFault, readMove, readNothing, readSenders } from './control-body.ts';
import { refusalOf } from './control-guard.ts';
import { renderPage } from './control-page.ts';
import type { ControlReply, ControlRequest } from './http.ts';

type Route = (request: ControlRequest) => ControlReply;

const json = (status: number, value: unknown): ControlReply => ({
  status,
  contentType: 'application/json; charset=utf-8',
  body: `${JSON.stringify(value, null, 2)}\n`,
});

const refuse = (status: number, error: string) => json(status, { error });

const SHOWN_SENDERS = 500;

const stateLimit = (query: string) => {
  const limit = new URLSearchParams(query).get('limit');
  return limit !== null && /^\d{1,7}$/.test(limit) ? Number(limit) : SHOWN_SENDERS;
};

const DONE = { ok: true };

const routesOf = (control: SandboxControl): ReadonlyMap<string, Route> =>
  new Map<string, Route>([
    ['GET /', () => ({ status: 200, contentType: 'text/html; charset=utf-8', body: renderPage(control.state(SHOWN_SENDERS)) })],
    ['GET /control/state', ({ query }) => json(200, control.state(stateLimit(query)))],
    [
      'POST /control/move',
      ({ body }) => {
        control.moveStatus(readMove(body));
        return json(200, DONE);
      },
    ],
    [
      'POST /control/fault',
      ({ body }) => {
        control.raiseFault(readFault(body));
        return json(200, DONE);
      },
    ],
    [
      'POST /control/assume',
      ({ body }) => {
        control.assume(readChoice(body));
        return json(200, DONE);
      },
    ],
    [
      'POST /control/reset',
      ({ body }) => {
        readNothing(body);
        control.reset();
        return json(200, DONE);
      },
    ],
    [
      'POST /control/senders',
      ({ body }) => {
        const { count, ...owner } = readSenders(body);
        return json(200, control.addSenders(count, owner) ?? DONE);
      },
    ],
  ]);

/** The control endpoints: the page at /, JSON under /control/. */
export function createControlRoutes(control: SandboxControl): Route {
  const routes = routesOf(control);
  return (request) => {
    const refusal = refusalOf(request);
    if (refusal !== null) return refuse(403, refusal);
    const route = routes.get(`${request.method} ${request.path}`);
    if (route === undefined) return refuse(404, `Nothing at ${request.method} ${request.path}.`);
    try {
      return route(request);
    } catch (error) {
      if (error instanceof BodyError) return refuse(400, error.message);
      if (error instanceof RangeError) return refuse(404, error.message);
      throw error;
    }
  };
}
