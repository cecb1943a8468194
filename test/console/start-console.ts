import { fileURLToPath } from 'node:url';
import { consoleBuild } from '../../src/http/console-build.ts';
import type { SandboxOptions } from '../../src/sandbox/options.ts';
import { DEMO } from '../../src/sandbox/seed.ts';
import { startGateway } from '../support/gateway.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = fileURLToPath(new URL('../../node_modules/.cache/console', import.meta.url));

/** A gateway with the console in front of a sandbox with the demonstration's senders, which stand still. */
export async function startConsole({ sandbox, env }: { sandbox?: SandboxOptions; env?: Record<string, string> } = {}) {
  const build = consoleBuild({ node: process.execPath, root: ROOT, folder: FOLDER });
  await build();
  const gateway = await startGateway({
    sandbox: { ...DEMO, speed: 0, ...sandbox },
    env: { SMSC_SUBCLIENTS: 'spb-branch', ...env },
    webConsole: { folder: FOLDER },
  });
  return Object.assign(gateway, { home: new URL('/', gateway.url).href });
}
