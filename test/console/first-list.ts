import { openBrowser } from './browser.ts';
import { startConsole } from './start-console.ts';

// How soon the first list of 15,000 names is seen, and how smoothly it scrolls. Not part of the tests: `node test/console/first-list.ts`.
const SENDERS = 15_000;
const ROUNDS = 7;
/** A frame that takes longer than this is a stutter that people see. */
const STUTTER_MS = 50;
const SCROLL_FRAMES = 240;

const say = (line: string) => process.stdout.write(`${line}\n`);
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const rounded = (values: readonly number[]) => values.map(Math.round).join(', ');

await using gateway = await startConsole({ sandbox: { senders: SENDERS } });
await gateway.ask('{ senders(first: 1) { nodes { operators { status } } } }');
await using browser = await openBrowser();

const names: number[] = [];
const cells: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    const seen: Record<string, number> = {};
    Object.assign(window, { seen });
    new MutationObserver(() => {
      if (seen.names === undefined && document.querySelector('.name-link') !== null) seen.names = performance.now();
      if (seen.cells === undefined && document.querySelector('.grid .square[class*=tone]') !== null) seen.cells = performance.now();
    }).observe(document, { subtree: true, childList: true });
  });
  await page.goto(gateway.home);
  await page.locator('.grid .square[class*=tone]').first().waitFor();
  const seen = await page.evaluate(() => (window as unknown as { seen: { names: number; cells: number } }).seen);
  names.push(seen.names);
  cells.push(seen.cells);
  if (round === ROUNDS - 1) {
    await page.locator('.list-loaded').waitFor({ state: 'detached' });
    const frames = await page.evaluate(async (count) => {
      const grid = document.querySelector('.grid');
      const taken: number[] = [];
      let last = performance.now();
      for (let frame = 0; frame < count; frame += 1) {
        grid?.scrollBy(0, 300);
        const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
        taken.push(now - last);
        last = now;
      }
      return taken;
    }, SCROLL_FRAMES);
    say(
      `Scrolling by 300 px a frame: median ${median(frames).toFixed(1)} ms, longest ${Math.max(...frames).toFixed(0)} ms, ${frames.filter((frame) => frame > STUTTER_MS).length} of ${SCROLL_FRAMES} over ${STUTTER_MS} ms`,
    );
  }
  await page.close();
}
say(`Names seen after ${rounded(names)} ms: median ${Math.round(median(names))} ms`);
say(`Operators seen after ${rounded(cells)} ms: median ${Math.round(median(cells))} ms`);
