import { Label, Radio, RadioGroup } from 'react-aria-components';
import { useSpeech } from '../i18n/language.tsx';
import { Link } from '../routing/Link.tsx';
import { senderPath } from '../routing/routes.ts';
import { Sign } from '../status/Sign.tsx';
import { SENDER_KINDS } from '../status/sender-statuses.ts';
import { Field } from '../ui/Field.tsx';
import { type Draft, kindOf } from './draft.ts';
import type { Check } from './use-check.ts';

interface Props {
  readonly draft: Draft;
  readonly onChange: (change: Partial<Draft>) => void;
  readonly check: Check;
  readonly isTried: boolean;
  /** What the gateway found, by field. */
  readonly faults: ReadonlyMap<string, string>;
}

/** What is wrong with the name, in the console's own words. */
export function useNameFault(draft: Draft, check: Check): string | null {
  const { texts } = useSpeech();
  if (draft.name.trim() === '') return texts.add.nameEmpty;
  if (kindOf(draft.name) !== draft.kind) return texts.add.nameKind(texts.kinds[kindOf(draft.name)]);
  if (check.phase !== 'checked') return null;
  if (check.existing !== null) return texts.add.nameTaken;
  return check.issues.some(({ path }) => path.includes('name')) ? texts.add.nameRules[draft.kind] : null;
}

export function NameStep({ draft, onChange, check, isTried, faults }: Props) {
  const { texts } = useSpeech();
  const fault = useNameFault(draft, check);
  const isTyped = draft.name.trim() !== '';
  return (
    <>
      <RadioGroup
        className="choice-group"
        value={draft.kind}
        onChange={(kind) => onChange({ kind: SENDER_KINDS.find((candidate) => candidate === kind) ?? draft.kind })}
      >
        <Label className="choice-group-name">{texts.add.kind}</Label>
        <div className="choice-cards">
          {SENDER_KINDS.map((kind) => (
            <Radio key={kind} value={kind} className="choice choice-tall">
              <span className="box box-round" />
              <span className="choice-name">{texts.kinds[kind]}</span>
              <span className="fee">{texts.add.kindHints[kind]}</span>
            </Radio>
          ))}
        </div>
      </RadioGroup>
      <div>
        <Field
          label={texts.add.name}
          hint={texts.add.nameRules[draft.kind]}
          value={draft.name}
          onChange={(name) => onChange({ name })}
          error={isTyped || isTried ? fault : null}
          isRequired
          inputMode={draft.kind === 'DIGITAL' ? 'tel' : draft.kind === 'EMAIL' ? 'email' : 'text'}
        />
        <p className="name-check" role="status">
          {isTyped && fault === null && check.phase === 'checked' && (
            <>
              <Sign name="check" size={14} />
              {texts.add.nameFine}
            </>
          )}
          {check.phase === 'checked' && check.existing !== null && (
            <Link href={senderPath(check.existing.id)}>{texts.add.openExisting(check.existing.name)}</Link>
          )}
        </p>
      </div>
      {draft.kind === 'EMAIL' && (
        <Field
          label={texts.add.emailOwner}
          value={draft.emailOwner}
          onChange={(emailOwner) => onChange({ emailOwner })}
          error={faults.has('emailOwner') ? texts.add.lineRule : null}
        />
      )}
      <Field
        label={texts.add.comment}
        hint={texts.add.commentHint}
        rows={3}
        value={draft.comment}
        onChange={(comment) => onChange({ comment })}
        error={faults.has('comment') ? texts.add.textRule : null}
      />
    </>
  );
}
