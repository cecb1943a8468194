import { createStore } from '../store.ts';

export type Theme = 'light' | 'dark';

const KEY = 'theme';
const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');
const isTheme = (value: unknown): value is Theme => value === 'light' || value === 'dark';

function current(): Theme {
  const chosen = localStorage.getItem(KEY);
  if (isTheme(chosen)) return chosen;
  return prefersDark.matches ? 'dark' : 'light';
}

/** The system's theme, until another is chosen. */
export const theme = createStore<Theme>(current());

const show = () => {
  document.documentElement.dataset.theme = theme.get();
};
show();
theme.subscribe(show);
prefersDark.addEventListener('change', () => theme.set(current()));

export function switchTheme(): void {
  const next = theme.get() === 'light' ? 'dark' : 'light';
  localStorage.setItem(KEY, next);
  theme.set(next);
}
