import type { WebhookReport } from '../webhooks/webhooks.ts';
import { type Principal, requireReach, requireWrite } from './principal.ts';

/** Webhooks are told of every subclient, so they are for those who reach the whole account. @throws GatewayError FORBIDDEN */
export async function findWebhooks(principal: Principal): Promise<readonly WebhookReport[]> {
  requireReach(principal, null);
  return principal.webhooks.list();
}

/** Null where there is none of this name. @throws GatewayError FORBIDDEN */
export async function resumeWebhook(principal: Principal, name: string): Promise<WebhookReport | null> {
  requireWrite(principal);
  requireReach(principal, null);
  return principal.webhooks.enable(name);
}
