import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createControl, type SandboxControl } from './control.ts';
import { createControlRoutes } from './control-routes.ts';
import { createSandboxServer } from './http.ts';
import { type SandboxAccount, type SandboxOptions, settingsOf } from './options.ts';
import { createWorld } from './world.ts';

export interface Sandbox {
  /** `http://127.0.0.1:4010`: senders.php is at /sys/senders.php under it, the control page at /. */
  readonly url: string;
  readonly port: number;
  /** The credentials that it takes. */
  readonly accounts: readonly [SandboxAccount, ...SandboxAccount[]];
  /** For tests in the same process; the endpoints under /control/ do the same. */
  readonly control: SandboxControl;
  /** Ends every connection, the hanging ones too. */
  close(): Promise<void>;
}

/**
 * Starts a provider of our own: senders.php as SMSC.ru documents it, with made-up senders that move with time.
 * @throws RangeError where an option makes no sense; the listener's error where the port is taken
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const settings = settingsOf(options);
  let world = createWorld(settings);
  const control = createControl(
    () => world,
    () => {
      world = createWorld(settings);
    },
  );
  const server = createSandboxServer({ world: () => world, control: createControlRoutes(control) });
  server.listen(settings.port, settings.host);
  await once(server, 'listening');
  // Of a TCP server that listens, an AddressInfo.
  const { port } = server.address() as AddressInfo;
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
  return {
    url: `http://${host}:${port}`,
    port,
    accounts: settings.accounts,
    control,
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
