import { existsSync, readFileSync } from 'node:fs';
import { COMMANDS, isCommandName } from './commands.ts';
import { helpText } from './help.ts';

export interface RunOptions {
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
  /** Its arguments become the command's own. */
  readonly process: Pick<NodeJS.Process, 'argv' | 'loadEnvFile'>;
}

/**
 * Does what the arguments say.
 * @returns the exit code; null: the command runs, and sets its own
 */
export async function run(args: readonly string[], { print, complain, process }: RunOptions): Promise<number | null> {
  const [first = 'start', ...others] = args;
  if (first === '--help' || first === '-h' || first === 'help') {
    print(helpText());
    return 0;
  }
  if (first === '--version' || first === '-v') {
    print(version());
    return 0;
  }
  if (!isCommandName(first)) {
    complain(
      `There is no command ${JSON.stringify(first)}: there are ${Object.keys(COMMANDS).join(', ')}. See smsc-sender-gateway --help.`,
    );
    return 2;
  }
  if (existsSync('.env')) process.loadEnvFile('.env');
  process.argv.splice(2, Number.POSITIVE_INFINITY, ...others);
  await COMMANDS[first].start();
  return null;
}

/** Of the package, two folders up from here both as source and as compiled. */
const version = (): string => JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;
