// Loaded before a server (node --import): tells how long its event loop stood still, and the processor's time that it took.
import cluster from 'node:cluster';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 1;
const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delays.enable();
process.on('message', (message) => {
  const { user, system } = process.cpuUsage();
  process.send?.({ max: delays.max / 1e6, p99: delays.percentile(99) / 1e6, cpuUs: user + system });
  if (message === 'reset') delays.reset();
});
// A worker listens through it, and would end before it does.
if (cluster.isPrimary) process.channel?.unref();
