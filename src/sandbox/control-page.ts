import { REGISTRATION_STATUSES, SENDER_STATUSES } from '../domain/statuses.ts';
import { ASSUMPTION_ROWS, type AssumptionName } from './assumptions.ts';
import type { SandboxSender, SandboxState } from './control.ts';
import { REFUSALS } from './refusals.ts';

/** Text that is HTML already. */
interface Markup {
  readonly markup: string;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);

type Value = string | number | null | Markup | readonly Markup[];

const render = (value: Value): string => {
  if (value === null) return '';
  if (typeof value === 'object') return Array.isArray(value) ? value.map(render).join('') : 'markup' in value ? value.markup : '';
  return escapeHtml(String(value));
};

/** Everything put in is escaped but what `html` made itself. */
const html = (parts: TemplateStringsArray, ...values: readonly Value[]): Markup => ({
  markup: parts.map((part, index) => (index === 0 ? part : render(values[index - 1] ?? null) + part)).join(''),
});

const STYLE: Markup = {
  markup: `
  :root { color-scheme: light dark; font: 14px/1.45 system-ui, sans-serif; }
  body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
  h1 { font-size: 1.4rem; } h2 { font-size: 1.05rem; margin-top: 2rem; }
  table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8884; }
  th { font-weight: 600; } code { font-size: .92em; } .muted { opacity: .65; }`,
};

const labels = (rows: Readonly<Record<string, { readonly wire: number | null }>>): ReadonlyMap<number | null, string> =>
  new Map(Object.entries(rows).map(([name, { wire }]) => [wire, name.toLowerCase().replaceAll('_', ' ')]));

const senderLabels = labels(SENDER_STATUSES);
const operatorLabels = labels(REGISTRATION_STATUSES);

const table = (heads: readonly string[], rows: readonly (readonly Value[])[]): Markup =>
  rows.length === 0
    ? html`<p class="muted">None.</p>`
    : html`<table><tr>${heads.map((head) => html`<th>${head}</th>`)}</tr>${rows.map(
        (row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`,
      )}</table>`;

const operatorsOf = ({ operators }: SandboxSender) =>
  Object.entries(operators).map(
    ([column, status]) =>
      html`<code>${column}</code> ${status} <span class="muted">${operatorLabels.get(status) ?? 'not published'}</span><br>`,
  );

const filesOf = ({ files }: SandboxSender) =>
  files.map(({ fid, name, status, comment }) => html`${fid} ${name}: ${status} <span class="muted">${comment}</span><br>`);

const senderRow = (sender: SandboxSender): readonly Value[] => [
  sender.id,
  sender.name,
  sender.subclient === null ? sender.login : `${sender.login} / ${sender.subclient}`,
  html`${sender.status} <span class="muted">${senderLabels.get(sender.status) ?? 'not published'}</span>`,
  operatorsOf(sender),
  filesOf(sender),
];

const countRows = ({ counters, senderCount }: SandboxState): readonly (readonly Value[])[] => [
  ['senders', senderCount],
  ['requests', counters.requests],
  ...Object.entries(counters.byCommand).map(([command, times]) => [`requests of ${command}`, times]),
  ...Object.entries(counters.byError).map(([error, times]) => [`answers with error ${error}`, times]),
  ['faults', counters.faults],
  ...Object.entries(counters.violations).map(([limit, times]) => [`violations of the limit: ${limit}`, times]),
  ['most requests at once', counters.maxConcurrent],
];

const assumptionRows = ({ assume }: SandboxState): readonly (readonly Value[])[] =>
  Object.entries(ASSUMPTION_ROWS).map(([name, { question, alternatives }]) => [
    html`<code>${name}</code>`,
    question,
    Object.entries(alternatives).map(([alternative, doc]) =>
      assume[name as AssumptionName] === alternative
        ? html`<strong>${alternative}: ${doc}</strong><br>`
        : html`<span class="muted">${alternative}: ${doc}</span><br>`,
    ),
  ]);

const paramsOf = (params: Readonly<Record<string, string>>) =>
  Object.entries(params)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');

/** The page at /: what the sandbox holds and what it counted. No passwords, no keys, no outside address, no script. */
export function renderPage(state: SandboxState): string {
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>senders.php sandbox</title>
<style>${STYLE}</style>
<h1>senders.php sandbox</h1>
<p class="muted">Seed ${state.seed}; ${state.speed} simulated seconds a second; limits ${state.limits ? 'on' : 'off'}.
The same as JSON: <code>/control/state</code>. To act: POST JSON to <code>/control/move</code>, <code>/control/fault</code>, <code>/control/senders</code>, <code>/control/reset</code>.</p>
<h2>Accounts</h2>
${table(
  ['login', 'subclients'],
  state.accounts.map(({ login, subclients }) => [login, subclients.join(', ')]),
)}
<h2>Confirmation codes</h2>
${table(
  ['number', 'code', 'sent at'],
  state.codes.map(({ number, code, sentAt }) => [number, code, sentAt]),
)}
<h2>Counted</h2>
${table(['what', 'times'], countRows(state))}
<h2>Faults that wait</h2>
${table(
  ['kind', 'command', 'left'],
  state.faults.map(({ kind, command, left }) => [kind, command ?? 'any', left]),
)}
<h2>What the provider’s page leaves open</h2>
<p class="muted">What holds now is marked. <code>POST /control/assume {"order": "oldest-first"}</code> changes it, <code>--assume order=oldest-first</code> at the start.</p>
${table(['name', 'what is open', 'alternatives'], assumptionRows(state))}
<h2>How each error is come to</h2>
${table(
  ['error', 'text', 'rule'],
  Object.entries(REFUSALS).map(([number, { text, rule }]) => [number, text, rule]),
)}
<h2>Senders</h2>
${state.senders.length < state.senderCount ? html`<p class="muted">The first ${state.senders.length} of ${state.senderCount}.</p>` : null}
${table(['id', 'name', 'owner', 'status', 'operators', 'files'], state.senders.map(senderRow))}
<h2>Last requests</h2>
${table(
  ['at', 'command', 'login', 'parameters', 'error', 'fault'],
  state.recent.map(({ at, command, login, params, error, fault }) => [
    new Date(at).toISOString(),
    command ?? 'none',
    login,
    paramsOf(params),
    error,
    fault,
  ]),
)}
</html>
`.markup;
}
