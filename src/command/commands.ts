/** One of the things that the command does. */
interface Command {
  readonly usage: string;
  readonly doc: string;
  /** Loads what does it; that reads its own arguments and environment. */
  readonly start: () => Promise<unknown>;
}

/** Without a name it is the first. */
export const COMMANDS = {
  start: {
    usage: '[start]',
    doc: 'runs the gateway; without credentials in the environment, with a sandbox of the provider in it',
    start: () => import('../main.ts'),
  },
  sandbox: {
    usage: 'sandbox [options]',
    doc: 'runs a sandbox of the provider alone; `sandbox --help` tells its options',
    start: () => import('../sandbox/main.ts'),
  },
  doctor: {
    usage: 'doctor [--json] [--record FILE]',
    doc: 'checks what a first day needs: settings, folder or Redis, clock, network, credentials, and how the provider really answers',
    start: () => import('../doctor/main.ts'),
  },
  token: {
    usage: 'token [name]',
    doc: 'makes a token, and what ACCOUNTS_FILE keeps of it',
    start: () => import('../tools/token.ts'),
  },
  'webhook-test': {
    usage: 'webhook-test <account> [webhook]',
    doc: 'sends a test event to the webhooks of an account in ACCOUNTS_FILE',
    start: () => import('../tools/webhook-test.ts'),
  },
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof COMMANDS;

export const isCommandName = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name);
