import { readFileSync, writeFileSync } from 'node:fs';
import { markdownTable } from './print-docs.ts';

interface ToolResult {
  readonly tool: string;
  readonly version: string;
  readonly tried: { readonly en: string; readonly ru: string };
  readonly result: string;
}

const WORDS = {
  en: { file: 'README.md', head: ['Tool', 'Version', 'What was tried', 'Result'] },
  ru: { file: 'README.ru.md', head: ['Инструмент', 'Версия', 'Что проверено', 'Результат'] },
} as const;

const at = (path: string) => new URL(`../../${path}`, import.meta.url);

/** What came of the last run of the tools in examples/. */
export const toolResults = (): readonly ToolResult[] => JSON.parse(readFileSync(at('examples/results.json'), 'utf8'));

/** The table of tools between its marks, as it stands in the README of this language. */
export const toolsTable = (language: keyof typeof WORDS): string => {
  const rows = toolResults().map(({ tool, version, tried, result }) => [`\`${tool}\``, version, tried[language], result]);
  return `<!-- tools -->\n${markdownTable(WORDS[language].head, rows)}\n<!-- /tools -->`;
};

if (import.meta.main) {
  for (const language of ['en', 'ru'] as const) {
    const file = at(WORDS[language].file);
    const text = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      text.replace(/<!-- tools -->[\s\S]*<!-- \/tools -->/, () => toolsTable(language)),
    );
  }
}
