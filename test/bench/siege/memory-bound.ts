import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { has } from '../compare/pinned.ts';

/** A way to hold a process to some memory. */
export interface MemoryBound {
  readonly name: string;
  /** The command, so that it runs within. */
  wrap(command: readonly string[]): readonly string[];
  /** What the gateway must be told, where the system does not tell it. */
  readonly env: Readonly<Record<string, string>>;
  /** MB that the kernel counts; null where only the process can be looked at. */
  usedMb(): number | null;
  end(): void;
}

interface Version {
  readonly name: string;
  readonly root: string;
  readonly limits: readonly string[];
  readonly usage: string;
  readonly isThere: () => boolean;
}

const VERSIONS: readonly Version[] = [
  {
    name: 'a cgroup of version 2',
    root: '/sys/fs/cgroup',
    limits: ['memory.max'],
    usage: 'memory.current',
    isThere: () => readOr('/sys/fs/cgroup/cgroup.subtree_control').includes('memory'),
  },
  {
    name: 'a cgroup of version 1',
    root: '/sys/fs/cgroup/memory',
    limits: ['memory.limit_in_bytes', 'memory.memsw.limit_in_bytes'],
    usage: 'memory.usage_in_bytes',
    isThere: () => existsSync('/sys/fs/cgroup/memory/memory.limit_in_bytes'),
  },
];

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** A group of its own below the root of all: this process stays where it is. Null where none can be made. */
function cgroup(bytes: number): MemoryBound | null {
  for (const { name, root, limits, usage, isThere } of VERSIONS) {
    const folder = `${root}/gateway-siege-${process.pid}`;
    try {
      if (!isThere()) continue;
      mkdirSync(folder);
      // The second one counts swap, which not every kernel does.
      for (const [index, limit] of limits.entries())
        if (index === 0 || existsSync(`${folder}/${limit}`)) writeFileSync(`${folder}/${limit}`, String(bytes));
      return {
        name,
        wrap: (command) => ['sh', '-c', `echo $$ > ${folder}/cgroup.procs && exec "$@"`, 'sh', ...command],
        env: {},
        usedMb: () => Number(readFileSync(`${folder}/${usage}`, 'utf8')) / 2 ** 20,
        end: () => rmdirSync(folder),
      };
    } catch {
      // No right to, or no such controller here: the next way.
    }
  }
  return null;
}

function systemd(bytes: number): MemoryBound | null {
  if (!has('systemd-run')) return null;
  const prefix = ['systemd-run', '--quiet', '--scope', '-p', `MemoryMax=${bytes}`, '-p', 'MemorySwapMax=0'];
  try {
    execFileSync(prefix[0] ?? '', [...prefix.slice(1), 'true'], { stdio: 'ignore' });
  } catch {
    return null;
  }
  return { name: 'systemd-run', wrap: (command) => [...prefix, ...command], env: {}, usedMb: () => null, end: () => {} };
}

/** Half for the heap, as Node does it by itself in a container; the rest is told to the gateway, and looked at here. */
const byNode = (bytes: number): MemoryBound => ({
  name: '--max-old-space-size and MEMORY_BYTES, and a look at resident memory',
  wrap: ([node = '', ...args]) => [node, `--max-old-space-size=${Math.floor(bytes / 2 ** 21)}`, ...args],
  env: { MEMORY_BYTES: String(bytes) },
  usedMb: () => null,
  end: () => {},
});

/** The strictest way that works here. */
export const memoryBound = (bytes: number): MemoryBound => cgroup(bytes) ?? systemd(bytes) ?? byNode(bytes);
