// Loaded before a gateway (node --import): tells the longest iteration of its event loop, in processor time of its thread, which other
// processes on a busy machine do not lengthen by being there. It spins while it measures.
import { Session } from 'node:inspector/promises';
import { heaviestOf, type Iteration } from './profile.ts';

let isMeasuring = false;
let longest: Iteration = { from: 0n, to: 0n, usedUs: 0 };
let usedBefore = 0;
let before = 0n;

const used = () => {
  const { user, system } = process.threadCpuUsage();
  return user + system;
};
const look = () => {
  const [now, usedNow] = [process.hrtime.bigint(), used()];
  if (usedNow - usedBefore > longest.usedUs) longest = { from: before, to: now, usedUs: usedNow - usedBefore };
  before = now;
  usedBefore = usedNow;
  if (isMeasuring) setImmediate(look);
};

/** With STRETCH_PROFILE it tells what was at work, too. */
const session = process.env.STRETCH_PROFILE === undefined ? null : new Session();
session?.connect();

process.on('message', async (message) => {
  if (message === 'reset') {
    await session?.post('Profiler.enable');
    await session?.post('Profiler.setSamplingInterval', { interval: 250 });
    await session?.post('Profiler.start');
    longest = { from: 0n, to: 0n, usedUs: 0 };
    before = process.hrtime.bigint();
    usedBefore = used();
    isMeasuring = true;
    setImmediate(look);
    process.send?.({});
  } else {
    isMeasuring = false;
    const iteration = longest;
    const stopped = await session?.post('Profiler.stop');
    process.send?.({ longestMs: iteration.usedUs / 1_000, heaviest: stopped === undefined ? [] : heaviestOf(stopped.profile, iteration) });
  }
});
process.channel?.unref();
