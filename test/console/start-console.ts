import { fileURLToPath } from 'node:url';
import { consoleBuild } from '../../src/http/pages/console-build.ts';
import type { SandboxOptions } from '../../src/sandbox/options.ts';
import { DEMO } from '../../src/sandbox/seed.ts';
import type { AccountsFile } from '../../src/tenants/accounts-file.ts';
import { startGateway } from '../support/gateway.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = fileURLToPath(new URL('../../node_modules/.cache/console', import.meta.url));

export interface ConsoleSetup {
  readonly sandbox?: SandboxOptions;
  readonly env?: Record<string, string>;
  readonly accounts?: AccountsFile;
  /** GraphiQL's tabs. */
  readonly examples?: readonly string[];
}

/** A gateway with the console, in front of a sandbox with the demonstration's senders, which stand still. */
export async function startConsole({ sandbox, env, accounts, examples }: ConsoleSetup = {}) {
  await consoleBuild({ node: process.execPath, root: ROOT, folder: FOLDER })();
  const gateway = await startGateway({
    // Its limits have tests of their own; here they would only make pages wait.
    sandbox: { ...DEMO, speed: 0, limits: false, ...sandbox },
    env: { SMSC_SUBCLIENTS: 'spb-branch', ...env },
    webConsole: { folder: FOLDER },
    ...(accounts && { accounts }),
    ...(examples && { examples }),
  });
  return Object.assign(gateway, { home: new URL('/', gateway.url).href });
}

export type TestConsole = Awaited<ReturnType<typeof startConsole>>;
