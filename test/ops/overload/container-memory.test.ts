import { describe, expect, it } from 'vitest';
import { containerMemory } from '../../../src/ops/overload/container-memory.ts';

const MB = 2 ** 20;
const use = (files: Readonly<Record<string, string>>) => containerMemory((path) => files[path] ?? null);
const NO_LIMIT_1 = '9223372036854771712\n';

describe('the memory of a container', () => {
  it('of version 2 is what its group may take, without pages of files that the kernel takes back', () => {
    expect(
      use({
        '/proc/self/cgroup': '0::/\n',
        '/sys/fs/cgroup/memory.max': `${512 * MB}\n`,
        '/sys/fs/cgroup/memory.current': `${300 * MB}\n`,
        '/sys/fs/cgroup/memory.stat': `anon 1\nfile 2\ninactive_file ${70 * MB}\nactive_file ${30 * MB}\nunevictable 4\n`,
      }),
    ).toEqual({ used: 200 * MB, limit: 512 * MB });
  });

  it('of version 1 likewise, also where other controllers share the group', () => {
    const own = '/docker/abc';
    expect(
      use({
        '/proc/self/cgroup': `5:cpu,cpuacct:${own}\n4:memory,pids:${own}\n0::/\n`,
        // A container sees its own group as the outermost one.
        '/sys/fs/cgroup/memory/memory.limit_in_bytes': `${256 * MB}\n`,
        '/sys/fs/cgroup/memory/memory.usage_in_bytes': `${250 * MB}\n`,
        '/sys/fs/cgroup/memory/memory.stat': `inactive_file 5\nactive_file 6\ntotal_inactive_file ${20 * MB}\ntotal_active_file ${30 * MB}\n`,
      }),
    ).toEqual({ used: 200 * MB, limit: 256 * MB });
  });

  it('is that of the fullest group around it', () => {
    expect(
      use({
        '/proc/self/cgroup': '0::/shop.slice/gateway.service\n',
        '/sys/fs/cgroup/shop.slice/gateway.service/memory.max': 'max\n',
        '/sys/fs/cgroup/shop.slice/gateway.service/memory.current': `${10 * MB}\n`,
        '/sys/fs/cgroup/shop.slice/memory.max': `${100 * MB}\n`,
        '/sys/fs/cgroup/shop.slice/memory.current': `${90 * MB}\n`,
        '/sys/fs/cgroup/memory.max': `${1_000 * MB}\n`,
        '/sys/fs/cgroup/memory.current': `${100 * MB}\n`,
      }),
    ).toEqual({ used: 90 * MB, limit: 100 * MB });
  });

  it.each([
    ['there are no groups', {}],
    ['version 2 sets none', { '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/memory.max': 'max\n' }],
    [
      'version 1 sets none',
      {
        '/proc/self/cgroup': '4:memory:/\n',
        '/sys/fs/cgroup/memory/memory.limit_in_bytes': NO_LIMIT_1,
        '/sys/fs/cgroup/memory/memory.usage_in_bytes': '5\n',
      },
    ],
    ['what is used can’t be read', { '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/memory.max': '100\n' }],
  ])('is unknown where %s', (_, files) => {
    expect(use(files)).toBeNull();
  });
});
