import './config/production.ts';
import cluster from 'node:cluster';

// Not static imports: those are compiled before anything runs, so before there is a cache of what was compiled.
const { WORKERS = '' } = process.env;
await (cluster.isPrimary && !['', '1'].includes(WORKERS.trim()) ? import('./workers/primary.ts') : import('./start.ts'));
