// npm run doctor [-- --json] [-- --record FILE]: checks what a first day needs, each a line with what was seen and what to do.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { examine } from './doctor.ts';
import { type Finding, findingText } from './finding.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { Recorder } from './recorder.ts';

const HELP = `smsc-sender-gateway doctor [options], or npm run doctor -- [options] in a checkout
  --json         one JSON object instead of lines: { "ok": …, "findings": [ … ] }
  --record FILE  also writes the provider's answers to FILE, with made-up words in place of every name, comment, file name and number

It reads the same settings as the gateway. It asks the provider some ten read-only questions, each once, within the account's limits, and
stops at the first refusal of the credentials. It writes nothing there, and shows no secret.
Exit status: 0 where the gateway can serve, 1 where there is a fault, 2 for a wrong option.
`;

const OPTIONS = {
  help: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  record: { type: 'string' },
} as const;

async function run(json: boolean, recordTo: string | undefined): Promise<number> {
  const findings: Finding[] = [];
  const recorder = new Recorder(new Pseudonyms(randomBytes(32).toString('hex')));
  await examine({
    env: process.env,
    now: Date.now,
    tell(finding) {
      findings.push(finding);
      if (!json) console.log(findingText(finding, process.stdout.isTTY === true && process.env.NO_COLOR === undefined));
    },
    record: recordTo === undefined ? () => {} : recorder.add,
  });
  const isOk = findings.every(({ state }) => state !== 'fault');
  if (recordTo !== undefined) writeFileSync(recordTo, `${JSON.stringify(recorder.recording, null, 1)}\n`, { mode: 0o600 });
  if (json) console.log(JSON.stringify({ ok: isOk, findings }, null, 2));
  else console.log(isOk ? '\nThe gateway can serve.' : '\nMend the lines with ✗ first.');
  return isOk ? 0 : 1;
}

try {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) console.log(HELP);
  else process.exitCode = await run(values.json, values.record);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
