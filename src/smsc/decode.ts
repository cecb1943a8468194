import type { Command } from '../domain/commands.ts';
import { parseAnswer } from './answer.ts';
import { refusal } from './refusal.ts';

/** @throws GatewayError for an error number, UpstreamFailure for what is no answer */
export function decodeAdded(body: Buffer): { readonly smscId: string } {
  const answer = parseAnswer(body.toString());
  if (answer.kind !== 'id') throw refusal('ADD', answer);
  return { smscId: answer.smscId };
}

/** @throws GatewayError for an error number, UpstreamFailure for what is no answer */
export const decodeDone =
  (command: Command) =>
  (body: Buffer): void => {
    const answer = parseAnswer(body.toString());
    if (answer.kind !== 'ok') throw refusal(command, answer);
  };
