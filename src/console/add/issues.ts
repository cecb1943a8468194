import type { InputIssue } from '../api/failure.ts';

/** What the gateway found, by the field's path without the argument: `belarus.occupation`. The first of each field. */
export function issuesByField(issues: readonly InputIssue[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { path, message } of issues) {
    const field = (path[0] === 'input' ? path.slice(1) : path).join('.');
    if (!found.has(field)) found.set(field, message);
  }
  return found;
}
