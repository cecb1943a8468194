/** How many values some data holds: fields, and items of lists. */
export function countValues(data: unknown): number {
  if (typeof data !== 'object' || data === null) return 0;
  let count = 0;
  if (Array.isArray(data)) for (const item of data) count += 1 + countValues(item);
  else for (const key in data) count += 1 + countValues((data as Readonly<Record<string, unknown>>)[key]);
  return count;
}
