import { type DragEvent, useId, useRef, useState } from 'react';
import { useSpeech } from '../i18n/language.tsx';
import type { TextTable } from '../i18n/text-table.ts';
import { Sign } from '../status/Sign.tsx';
import { Button } from './Button.tsx';

/** The gateway's limits; it looks at the first bytes too. */
const MAX_BYTES = 3_000_000;
const EXTENSIONS = ['jpg', 'jpeg', 'tif', 'tiff', 'pdf', 'png', 'zip', 'rar'];

const extensionOf = (name: string) => name.split('.').at(-1)?.toLowerCase() ?? '';

/** What can be told of a file before it is sent. */
export function documentFault(file: File, texts: TextTable['document'], bytes: (size: number) => string): string | null {
  if (!EXTENSIONS.includes(extensionOf(file.name))) return texts.wrongType;
  if (file.size === 0) return texts.empty;
  return file.size > MAX_BYTES ? texts.tooLarge(bytes(file.size)) : null;
}

interface Props {
  readonly file: File | null;
  readonly onChange: (file: File | null) => void;
  readonly error?: string | null;
}

/** Takes a document, chosen or dropped. The file input itself is what has the focus. */
export function DocumentField({ file, onChange, error = null }: Props) {
  const { texts, format } = useSpeech();
  const [isOver, setIsOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const ids = { input: useId(), rules: useId(), error: useId() };
  const fault = error ?? (file === null ? null : documentFault(file, texts.document, format.bytes));

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    onChange(event.dataTransfer.files[0] ?? null);
  };

  return (
    <div className="field">
      <label className="field-label" htmlFor={ids.input}>
        {texts.document.label}
      </label>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an addition for the mouse; the input inside does the same for all */}
      <div
        className={isOver ? 'drop drop-over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
      >
        <Sign name={file === null ? 'upload' : 'document'} size={24} />
        {file === null ? (
          <p>
            {texts.document.drop} {texts.document.or} <span className="drop-choose">{texts.document.choose}</span>
          </p>
        ) : (
          <p>
            <strong>{file.name}</strong> · {format.bytes(file.size)}
          </p>
        )}
        <input
          ref={input}
          id={ids.input}
          type="file"
          className="drop-input"
          accept={EXTENSIONS.map((extension) => `.${extension}`).join(',')}
          aria-describedby={`${ids.rules}${fault === null ? '' : ` ${ids.error}`}`}
          aria-invalid={fault !== null}
          onChange={(event) => onChange(event.currentTarget.files?.[0] ?? null)}
        />
      </div>
      {file !== null && (
        <Button
          look="quiet"
          onPress={() => {
            if (input.current !== null) input.current.value = '';
            onChange(null);
          }}
        >
          {texts.document.remove}
        </Button>
      )}
      {fault !== null && (
        <p className="field-error" id={ids.error} role="alert">
          {fault}
        </p>
      )}
      <p className="field-hint" id={ids.rules}>
        {texts.document.rules}
      </p>
    </div>
  );
}
