import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toolResults, toolsTable } from '../../src/tools/print-tools.ts';

const read = (path: string) => readFileSync(path, 'utf8');

// What `npm run tools` found; the gate runs them anew and compares.
describe('other people’s tools', () => {
  it.each(toolResults().map(({ tool, result }) => [tool, result]))('%s works', (_, result) => {
    expect(result).toBe('ok');
  });

  it('are listed with their versions, as they are installed for the run', () => {
    const { packages } = JSON.parse(read('examples/package-lock.json'));
    const { packages: own } = JSON.parse(read('package-lock.json'));
    const installed = toolResults().map(({ tool }) => [tool, (packages[`node_modules/${tool}`] ?? own[`node_modules/${tool}`])?.version]);
    expect(toolResults().map(({ tool, version }) => [tool, version])).toEqual(installed);
  });

  it.each([
    ['README.md', 'en'],
    ['README.ru.md', 'ru'],
  ] as const)('stand in %s as they were found', (file, language) => {
    expect(read(file)).toContain(toolsTable(language));
  });
});
