/** Memory of some kind, as far as it is used. */
export interface MemoryUse {
  readonly used: number;
  readonly limit: number;
}

/** The text of a file; null where there is none. */
export type ReadText = (path: string) => string | null;

interface Version {
  /** Where the kernel shows the groups. */
  readonly root: string;
  /** The line of /proc/self/cgroup that names this process's own group. */
  readonly line: RegExp;
  readonly limit: string;
  readonly usage: string;
  /** Of memory.stat: pages of files, which the kernel takes back before it ends anybody. With a journal of some size they are half of what is used. */
  readonly reclaimable: RegExp;
}

const VERSIONS: readonly Version[] = [
  {
    root: '/sys/fs/cgroup',
    line: /^0::(\/.*)$/m,
    limit: 'memory.max',
    usage: 'memory.current',
    reclaimable: /^(?:in)?active_file (\d+)$/gm,
  },
  {
    root: '/sys/fs/cgroup/memory',
    line: /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(\/.*)$/m,
    limit: 'memory.limit_in_bytes',
    usage: 'memory.usage_in_bytes',
    reclaimable: /^total_(?:in)?active_file (\d+)$/gm,
  },
];
/** How version 1 writes that there is no limit: the greatest number of whole pages. */
const NO_LIMIT = 2 ** 62;

/** What the process's container (cgroup, version 2 or 1) may take and takes, by the tightest of the groups around it; null where none has a limit. */
export function containerMemory(read: ReadText): MemoryUse | null {
  const own = read('/proc/self/cgroup') ?? '';
  const bounded = VERSIONS.flatMap((version) => {
    const [, path] = version.line.exec(own) ?? [];
    return path === undefined ? [] : groupsOf(path).flatMap((group) => useOf(read, version, group) ?? []);
  });
  return bounded.toSorted((a, b) => b.used / b.limit - a.used / a.limit)[0] ?? null;
}

/** The group itself and those around it. In a container that does not see the host's groups its own one is the outermost. */
function groupsOf(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.map((_, index) => `/${parts.slice(0, parts.length - index).join('/')}`).concat('');
}

function useOf(read: ReadText, { root, limit, usage, reclaimable }: Version, group: string): MemoryUse | null {
  const folder = `${root}${group}`;
  const most = Number(read(`${folder}/${limit}`)?.trim() || Number.NaN);
  if (!(most < NO_LIMIT)) return null;
  const used = Number(read(`${folder}/${usage}`) ?? Number.NaN);
  const files = [...(read(`${folder}/memory.stat`) ?? '').matchAll(reclaimable)].reduce((sum, [, bytes]) => sum + Number(bytes), 0);
  return Number.isFinite(used) ? { used: Math.max(0, used - files), limit: most } : null;
}
