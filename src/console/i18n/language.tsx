import { createContext, type ReactNode, use, useEffect, useMemo } from 'react';
import { createStore, useStore } from '../store.ts';
import { en } from './en.ts';
import { type Format, formatOf } from './format.ts';
import { ru } from './ru.ts';
import type { TextTable } from './text-table.ts';

export const LANGUAGES = { en, ru } as const;
export type Language = keyof typeof LANGUAGES;

/** How numbers and times are written: in English, too, with a clock of 24 hours. */
const TAGS: Readonly<Record<Language, string>> = { en: 'en-GB', ru: 'ru-RU' };

const KEY = 'language';
const isLanguage = (value: unknown): value is Language => typeof value === 'string' && value in LANGUAGES;

function preferred(): Language {
  const chosen = localStorage.getItem(KEY);
  if (isLanguage(chosen)) return chosen;
  return navigator.languages.map((tag) => tag.split('-')[0]).find(isLanguage) ?? 'en';
}

const language = createStore<Language>(preferred());

export function switchLanguage(): void {
  const next = language.get() === 'en' ? 'ru' : 'en';
  localStorage.setItem(KEY, next);
  language.set(next);
}

interface Speech {
  readonly texts: TextTable;
  readonly format: Format;
}

const SpeechContext = createContext<Speech>({ texts: en, format: formatOf(TAGS.en) });

/** The texts of the chosen language, and how it writes numbers and times. */
export const useSpeech = () => use(SpeechContext);

export function LanguageProvider({ children }: { children: ReactNode }) {
  const chosen = useStore(language);
  const speech = useMemo(() => ({ texts: LANGUAGES[chosen], format: formatOf(TAGS[chosen]) }), [chosen]);
  useEffect(() => {
    document.documentElement.lang = chosen;
  }, [chosen]);
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}
