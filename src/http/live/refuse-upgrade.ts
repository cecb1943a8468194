import { type IncomingMessage, ServerResponse } from 'node:http';
import { type Refusal, refuse } from '../request/refusal.ts';

/** Answers a request to upgrade as any other refused request is answered, and ends the connection. */
export function refuseUpgrade(request: IncomingMessage, { headers, ...refusal }: Refusal): void {
  const response = new ServerResponse(request);
  response.assignSocket(request.socket);
  response.once('finish', () => request.socket.destroySoon());
  refuse(request, response, { ...refusal, headers: { ...headers, connection: 'close' } });
}
