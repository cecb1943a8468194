// node examples/one.ts MODULE URL: one example in a process of its own.
import type { Example } from './check.ts';

const [module = '', url = ''] = process.argv.slice(2);
const example: Example = await import(module);
await example.run(url);
process.exit(0);
