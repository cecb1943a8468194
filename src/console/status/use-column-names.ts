import { useMemo } from 'react';
import type { OperatorCode } from '../generated/operations.ts';
import { useSpeech } from '../i18n/language.tsx';
import { useCatalogue } from '../shell/viewer.tsx';
import { brandColumns, columnName } from './operator-columns.ts';

/** The operator columns in words, by the provider's name of the column, in the catalogue's order. */
export function useColumnNames(): ReadonlyMap<string, { readonly code: OperatorCode; readonly brand: string; readonly name: string }> {
  const { texts } = useSpeech();
  const catalogue = useCatalogue();
  return useMemo(
    () =>
      new Map(
        brandColumns(catalogue).flatMap(({ brand, columns }) =>
          columns.map((column) => [
            column.column,
            { code: column.code, brand: texts.brands[brand], name: columnName(brand, column, texts) },
          ]),
        ),
      ),
    [catalogue, texts],
  );
}
