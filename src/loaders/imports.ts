import type { ImportJob, ImportKey } from '../imports/import-job.ts';
import type { ImportOrder } from '../imports/imports.ts';
import { type Principal, requireReach, requireWrite } from './principal.ts';

/** @throws GatewayError FORBIDDEN, and as Imports.begin */
export async function beginImport(principal: Principal, order: Omit<ImportOrder, 'createdBy'>) {
  requireWrite(principal);
  requireReach(principal, order.subclient);
  return principal.imports.begin({ ...order, createdBy: principal.name });
}

/** Null where there is none. @throws GatewayError FORBIDDEN */
export async function findImport(principal: Principal, key: ImportKey): Promise<ImportJob | null> {
  requireReach(principal, key.subclient);
  return principal.imports.find(key);
}

/** Those that are running or paused. @throws GatewayError FORBIDDEN */
export async function activeImports(principal: Principal, subclient: string | null): Promise<readonly ImportJob[]> {
  requireReach(principal, subclient);
  return principal.imports.active(subclient);
}

/** Null where there is none. @throws GatewayError FORBIDDEN */
export async function changeImport(principal: Principal, how: 'pause' | 'resume' | 'cancel', key: ImportKey): Promise<ImportJob | null> {
  requireWrite(principal);
  requireReach(principal, key.subclient);
  return principal.imports[how](key);
}
