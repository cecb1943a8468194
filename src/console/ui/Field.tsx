import { FieldError, Input, Label, Text, TextArea, TextField } from 'react-aria-components';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string | undefined;
  /** What is wrong with the value, shown below it and read out with it. */
  readonly error?: string | null | undefined;
  readonly type?: 'text' | 'email' | 'tel' | 'password' | 'number' | 'url';
  readonly rows?: number;
  readonly isRequired?: boolean;
  readonly autoComplete?: string;
  readonly inputMode?: 'numeric' | 'tel' | 'email' | 'text';
  readonly onBlur?: () => void;
}

/** A labelled line or area of text with its hint and its error. */
export function Field({ label, hint, error, rows, type = 'text', isRequired = false, autoComplete = 'off', ...props }: Props) {
  const isInvalid = error != null && error !== '';
  return (
    <TextField
      className="field"
      {...props}
      type={type}
      isInvalid={isInvalid}
      isRequired={isRequired}
      validationBehavior="aria"
      autoComplete={autoComplete}
    >
      <Label className="field-label">{label}</Label>
      {rows === undefined ? <Input className="input" /> : <TextArea className="input" rows={rows} />}
      {isInvalid ? (
        <FieldError className="field-error">{error}</FieldError>
      ) : (
        hint !== undefined && (
          <Text slot="description" className="field-hint">
            {hint}
          </Text>
        )
      )}
    </TextField>
  );
}
