import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/command/commands.ts';
import { run } from '../../src/command/run.ts';
import { SETTINGS } from '../../src/config/config.ts';

async function say(...args: string[]) {
  const [printed, complained]: [string[], string[]] = [[], []];
  const process = { argv: ['node', 'main.js', ...args], loadEnvFile: () => {} };
  const code = await run(args, { print: (text) => printed.push(text), complain: (text) => complained.push(text), process });
  return { code, printed: printed.join('\n'), complained: complained.join('\n') };
}

describe('smsc-sender-gateway', () => {
  it.each(['--help', '-h', 'help'])('tells with %s every command and every setting, in lines that fit', async (flag) => {
    const { code, printed } = await say(flag);
    expect(code).toBe(0);
    for (const { usage } of Object.values(COMMANDS)) expect(printed).toContain(`\n  smsc-sender-gateway ${usage}\n`);
    for (const [name, { fallback }] of Object.entries(SETTINGS))
      expect(printed).toContain(`\n  ${name}${fallback ? `=${fallback}` : ''}\n`);
    expect(Math.max(...printed.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
  });

  it('tells the version of the package', async () => {
    expect((await say('--version')).printed).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it.each(['serve', 'constructor', '--port'])('refuses %s and names what there is', async (word) => {
    const { code, complained, printed } = await say(word);
    expect([code, printed]).toEqual([2, '']);
    expect(complained).toBe(
      `There is no command "${word}": there are start, sandbox, doctor, token, webhook-test. See smsc-sender-gateway --help.`,
    );
  });
});
