import { parseArgs } from 'node:util';
import { readAssumptions } from './assumptions.ts';
import { readRecording } from './replay.ts';
import { startSandbox } from './sandbox.ts';
import { DEMO } from './seed.ts';

const HELP = `smsc-sender-gateway sandbox [options], or npm run sandbox -- [options] in a checkout
  --host 127.0.0.1  the address to listen on; the control endpoints answer to this machine alone, whatever it is
  --port 4010       0 takes a free one
  --speed 600       simulated seconds that pass in a real second; 0 stands still
  --seed demo       the same seed repeats every outcome
  --senders 15000   so many made-up senders instead of the demonstration's
  --latency 0       milliseconds by which every answer is late
  --no-limits       refuse nothing with error 9, count violations only
  --replay FILE     play the lists that the doctor recorded (doctor --record FILE)
  --assume A=B      what holds where the page leaves it open, any number of times: success=plain, order=oldest-first …
                    The list of all: http://127.0.0.1:4010/
`;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '4010' },
    speed: { type: 'string', default: String(DEMO.speed) },
    seed: { type: 'string', default: DEMO.seed ?? '' },
    senders: { type: 'string' },
    latency: { type: 'string', default: '0' },
    'no-limits': { type: 'boolean', default: false },
    assume: { type: 'string', multiple: true, default: [] },
    replay: { type: 'string' },
  },
});

if (values.help) {
  console.log(HELP);
  process.exit(0);
}

try {
  const sandbox = await startSandbox({
    ...DEMO,
    host: values.host,
    port: Number(values.port),
    speed: Number(values.speed),
    seed: values.seed,
    senders: values.senders === undefined ? DEMO.senders : Number(values.senders),
    latencyMs: Number(values.latency),
    limits: !values['no-limits'],
    assume: readAssumptions(values.assume),
    replay: values.replay === undefined ? undefined : readRecording(values.replay),
  });
  const stop = () => void sandbox.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const [{ login, password, apiKey, subclients }] = sandbox.accounts;
  console.log(`
  A sandbox of senders.php, with made-up data: ${sandbox.url}/sys/senders.php
  What it holds and what it counted:          ${sandbox.url}/

  login ${login}   password ${password}   API key ${apiKey}   subclient ${subclients.join(', ')}

  Try it:
    curl -d 'get=1&all=1&operators=1&fmt=3&charset=utf-8&cnt=5&login=${login}&psw=${password}' ${sandbox.url}/sys/senders.php
`);
} catch (error) {
  console.error(`The sandbox does not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
