import { SETTINGS } from '../config/config.ts';
import { rowsOf } from '../domain/table.ts';
import { COMMANDS } from './commands.ts';

const NAME = 'smsc-sender-gateway';
const WIDTH = 100;

/** What --help says: every command and every setting. */
export const helpText = (): string => `A GraphQL gateway in front of SMSC.ru’s senders.php.

Usage:
${rowsOf(COMMANDS)
  .map(([, { usage, doc }]) => `  ${NAME} ${usage}\n${wrapped(doc)}`)
  .join('\n')}
  ${NAME} --help | --version

Settings are environment variables, or lines NAME=value in a file .env of the current folder.
All may be left out.
${rowsOf(SETTINGS)
  .map(([name, { fallback, doc }]) => `  ${name}${fallback === null || fallback === '' ? '' : `=${fallback}`}\n${wrapped(doc)}`)
  .join('\n')}
`;

/** Lines of an even length, indented under what they explain. */
function wrapped(text: string): string {
  const lines: string[] = [];
  let line = '     ';
  for (const word of text.split(' ')) {
    if (line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = '     ';
    }
    line += ` ${word}`;
  }
  return [...lines, line].join('\n');
}
