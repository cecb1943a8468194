import type { ReactNode } from 'react';
import type { ShownWrite } from '../api/use-write.ts';
import { useSpeech } from '../i18n/language.tsx';
import type { AddStep } from '../i18n/text-table.ts';
import { FORM_NAMES, formOf, type Option } from '../registration/registration-draft.ts';
import { Link } from '../routing/Link.tsx';
import { senderPath } from '../routing/routes.ts';
import { brandOf } from '../status/operator-columns.ts';
import { Button } from '../ui/Button.tsx';
import { WriteProgress } from '../ui/WriteProgress.tsx';
import { type Draft, inputOf, stepOfField } from './draft.ts';
import { issuesByField } from './issues.ts';

interface Props {
  readonly draft: Draft;
  readonly options: readonly Option[];
  readonly write: ShownWrite;
  readonly onRetry: () => void;
  readonly onStep: (step: AddStep) => void;
}

/** All that goes to the provider, and what came of it. */
export function ReviewStep({ draft, options, write, onRetry, onStep }: Props) {
  const { texts, format } = useSpeech();
  const { name } = inputOf(draft, options, null, 'name');
  const chosen = options.filter((option) => draft.registrations.plain.includes(option.registration) && formOf(option) === null);
  const fees = { FREE: chosen.filter(({ fee }) => fee === 'FREE').length, PAID: chosen.filter(({ fee }) => fee === 'PAID').length };
  const regional = FORM_NAMES.flatMap((form) => {
    const tariff = draft.registrations.tariffs[form];
    const country = texts.registration.groups[form === 'ukraine' ? 'UA' : 'BY'];
    return tariff === null ? [] : [`${country}: ${texts.registration.tariffs[tariff]}`];
  });
  const operators = [
    ...chosen.map(({ operator, fee }) => `${texts.brands[brandOf(operator.code)]}, ${texts.registration.fees[fee]}`),
    ...regional,
  ];
  return (
    <>
      <h3>{texts.add.review}</h3>
      <dl className="review">
        <Row label={texts.add.name}>
          <strong>{name}</strong> · {texts.kinds[draft.kind]}
        </Row>
        {draft.comment.trim() !== '' && <Row label={texts.add.comment}>{draft.comment}</Row>}
        <Row label={texts.add.stepNames.operators}>
          {operators.length === 0 ? (
            texts.add.none
          ) : (
            <>
              <ul>
                {operators.map((operator) => (
                  <li key={operator}>{operator}</li>
                ))}
              </ul>
              {[
                fees.FREE > 0 ? texts.add.free(format.number(fees.FREE)) : null,
                fees.PAID > 0 ? texts.add.paid(format.number(fees.PAID)) : null,
              ]
                .filter((part) => part !== null)
                .join(' · ')}
            </>
          )}
        </Row>
        <Row label={texts.document.label}>
          {draft.document === null ? texts.add.none : `${draft.document.name} · ${format.bytes(draft.document.size)}`}
        </Row>
      </dl>
      <p className="field-hint">{texts.add.cost}</p>
      <WriteProgress write={write} hasUpload={draft.document !== null} onRetry={onRetry}>
        <WayOut write={write} onStep={onStep} />
      </WriteProgress>
    </>
  );
}

/** From a refusal to the place where it can be mended. */
function WayOut({ write: { state }, onStep }: Pick<Props, 'write' | 'onStep'>) {
  const { texts } = useSpeech();
  if (state.phase !== 'refused') return null;
  const { code, existing, issues } = state.failure;
  if (existing !== null) return <Link href={senderPath(existing.id)}>{texts.add.openExisting(existing.name)}</Link>;
  const [field] = issuesByField(issues).keys();
  const step = code === 'FILE_REJECTED' ? 'document' : field === undefined ? null : stepOfField(field);
  if (step === null) return null;
  return (
    <Button onPress={() => onStep(step)}>
      {texts.add.toStep}: {texts.add.stepNames[step]}
    </Button>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="review-row">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
