import { useSpeech } from '../i18n/language.tsx';
import type { AddStep } from '../i18n/text-table.ts';
import { Sign } from '../status/Sign.tsx';

interface Props {
  readonly steps: readonly AddStep[];
  readonly current: AddStep;
  readonly onStep: (step: AddStep) => void;
}

/** Where one is; steps that are done can be gone back to. */
export function StepList({ steps, current, onStep }: Props) {
  const { texts } = useSpeech();
  const at = steps.indexOf(current);
  return (
    <nav aria-label={texts.add.steps}>
      <ol className="steps">
        {steps.map((step, index) => (
          <li key={step} className={index < at ? 'step step-done' : index === at ? 'step step-now' : 'step'}>
            <button type="button" disabled={index >= at} aria-current={index === at ? 'step' : undefined} onClick={() => onStep(step)}>
              <span className="step-mark" aria-hidden="true">
                {index < at ? <Sign name="check" size={14} /> : index + 1}
              </span>
              <span className="step-name">{texts.add.stepNames[step]}</span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
