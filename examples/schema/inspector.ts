import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** What breaks clients of the released schema needs a version that says so: a new major one, before 1.0 a new minor one. */
export async function run(): Promise<void> {
  const released = read('schema/released.graphql');
  const version: string = JSON.parse(read('package.json')).version;
  assert.deepEqual(await faults(released, read('schema/schema.graphql'), version), []);

  // And it would be seen.
  const broken = released.replace('  totalCount: Int!', '  total: Int!');
  const [major = 0, minor = 0] = versionOf(released).split('.').map(Number);
  assert.match(String(await faults(released, broken, `${major}.${minor}.999`)), /totalCount/);
  assert.deepEqual(await faults(released, broken, major === 0 ? `0.${minor + 1}.0` : `${major + 1}.0.0`), []);
}

async function faults(released: string, current: string, version: string): Promise<string[]> {
  if (isBreakingStep(versionOf(released), version)) return [];
  const changes = await diff(buildSchema(released), buildSchema(current));
  return changes
    .filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
    .map(({ message }) => `${message}: breaks clients of ${versionOf(released)}, so package.json needs a new version`);
}

function versionOf(released: string): string {
  const version = /^# Released as (\d+\.\d+\.\d+)\.$/m.exec(released)?.[1];
  assert(version !== undefined, 'schema/released.graphql must begin with the line "# Released as 1.2.3."');
  return version;
}

function isBreakingStep(before: string, after: string): boolean {
  const [[major = 0, minor = 0] = [], [newMajor = 0, newMinor = 0] = []] = [before, after].map((text) => text.split('.').map(Number));
  return newMajor > major || (major === 0 && newMajor === 0 && newMinor > minor);
}
