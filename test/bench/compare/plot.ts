import type { Throughput } from './figures.ts';
import { median } from './figures.ts';
import type { Server } from './servers.ts';

const ROW = 26;
const LABEL = 260;
const WIDTH = 860;
const HEAD = 34;
const COLOURS: Record<Server['kind'], string> = { ours: '#0b7285', floor: '#868e96', peer: '#ced4da' };

/** Bars of requests a second, one group for each operation. */
export function plot(throughput: readonly Throughput[], kindOf: (server: string) => Server['kind']): string {
  const operations = [...new Set(throughput.map(({ operation }) => operation))];
  const most = Math.max(...throughput.map(({ rates }) => median(rates)));
  const parts: string[] = [];
  let y = 0;
  for (const operation of operations) {
    parts.push(`<text x="0" y="${y + 22}" font-weight="600">${operation}, requests a second</text>`);
    y += HEAD;
    for (const { server, rates } of throughput
      .filter((row) => row.operation === operation)
      .toSorted((a, b) => median(b.rates) - median(a.rates))) {
      const rate = median(rates);
      const width = Math.max(1, Math.round((rate / most) * (WIDTH - LABEL - 80)));
      parts.push(
        `<text x="${LABEL - 8}" y="${y + 17}" text-anchor="end">${server}</text>`,
        `<rect x="${LABEL}" y="${y + 3}" width="${width}" height="${ROW - 7}" rx="2" fill="${COLOURS[kindOf(server)]}"/>`,
        `<text x="${LABEL + width + 6}" y="${y + 17}">${Math.round(rate).toLocaleString('en')}</text>`,
      );
      y += ROW;
    }
    y += 12;
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" font-family="system-ui, sans-serif" font-size="13" fill="#212529">`,
    '<title>Requests a second of the gateway, its peers and node:http</title>',
    `<rect width="${WIDTH}" height="${y}" fill="#fff"/>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}
