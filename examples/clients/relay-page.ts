import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { transformAsync } from '@babel/core';
import { Window } from 'happy-dom';
import { build, type Plugin } from 'vite';

const FOLDER = fileURLToPath(new URL('../', import.meta.url));
const BUILT = new URL('../generated/relay/relay.js', import.meta.url);

/** relay.tsx is built as a frontend is, and its page is used as a person would. */
export async function run(url: string): Promise<void> {
  await build({
    root: FOLDER,
    configFile: false,
    logLevel: 'error',
    plugins: [relay],
    ssr: { noExternal: ['react-relay', 'relay-runtime'] },
    build: { ssr: 'clients/relay.tsx', outDir: 'generated/relay', minify: false },
  });
  const page = new Window({ url });
  const { document } = page;
  Object.assign(globalThis, { window: page, document });
  const { mount } = await import(BUILT.href);
  mount(document.body, url, new File(['%PDF-1.7\n'], 'mark.pdf'));

  const rows = () => [...document.querySelectorAll('li')].map(({ textContent }) => textContent);
  const click = (id: string) => document.querySelector<never>(`#${id}`) as unknown as HTMLElement;
  await until('the first page', () => rows().length === 20);
  click('more').click();
  await until('the second page', () => rows().length > 20);
  assert.equal(new Set(rows()).size, rows().length);
  click('add').click();
  await until('the new sender in front', () => rows()[0] === 'RelayShop AWAITING_MODERATION mark.pdf');
  await until('the answer in words', () => document.querySelector('#said')?.textContent === 'RelayShop waits for the moderator');
  await until('the event', () => document.querySelector('#event')?.textContent === 'SENDER_ADDED RelayShop');
}

/** What babel-plugin-relay makes of `graphql` tags, for Vite. */
const relay: Plugin = {
  name: 'relay',
  enforce: 'pre',
  async transform(code, id) {
    if (!id.endsWith('.tsx')) return null;
    const parserOpts = { plugins: ['typescript' as const, 'jsx' as const] };
    const result = await transformAsync(code, {
      filename: id,
      cwd: FOLDER,
      babelrc: false,
      configFile: false,
      parserOpts,
      plugins: ['relay'],
    });
    return result?.code == null ? null : { code: result.code, map: result.map ?? null };
  },
};

async function until(what: string, holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (holds()) return;
    await pause(20);
  }
  assert.fail(`the page does not show ${what}`);
}
