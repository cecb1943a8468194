export interface Line {
  readonly title: string;
  readonly unit: string;
  /** At equal distances of time. */
  readonly values: readonly number[];
}

const WIDTH = 760;
const PANEL = 130;
const LEFT = 70;
const TOP = 50;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** One above the other, each from 0 to its greatest value. */
export function plot(title: string, seconds: number, lines: readonly Line[]): string {
  const height = TOP + lines.length * PANEL + 20;
  const width = WIDTH - LEFT - 20;
  const panels = lines.map(({ title: name, unit, values }, index) => {
    const top = TOP + index * PANEL + 24;
    const tall = PANEL - 44;
    const most = Math.max(1, ...values) * 1.05;
    const points = values.map(
      (value, at) => `${(LEFT + (width * at) / Math.max(1, values.length - 1)).toFixed(1)},${(top + tall * (1 - value / most)).toFixed(1)}`,
    );
    return [
      `<text x="${LEFT}" y="${top - 8}" font-weight="600">${escaped(name)}${unit === '' ? '' : `, ${unit}`}</text>`,
      `<path d="M${LEFT} ${top}V${top + tall}H${LEFT + width}" fill="none" stroke="#888"/>`,
      `<text x="${LEFT - 8}" y="${top + 8}" text-anchor="end">${most.toFixed(0)}</text>`,
      `<text x="${LEFT - 8}" y="${top + tall}" text-anchor="end">0</text>`,
      `<polyline points="${points.join(' ')}" fill="none" stroke="#0a66c2" stroke-width="1.5"/>`,
    ].join('\n');
  });
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="${LEFT}" y="28" font-size="15" font-weight="600">${escaped(title)}</text>`,
    ...panels,
    `<text x="${LEFT}" y="${height - 8}">0</text><text x="${LEFT + width}" y="${height - 8}" text-anchor="end">${seconds} s</text>`,
    '</svg>',
  ].join('\n')}\n`;
}
