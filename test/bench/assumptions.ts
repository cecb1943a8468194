import { ASSUMPTION_ROWS, readAssumptions } from '../../src/sandbox/assumptions.ts';
import { type Observed, observe } from '../support/observe-assumptions.ts';

const told = ({ told, readiness }: Observed) => [...told.filter((code) => code !== 'stale'), ...readiness];

/** Claims that are not so: success of what is not done, or “not done” of what is. */
const falseAnswers = ({ changes }: Observed) =>
  Object.entries(changes).flatMap(([name, { answer, done }]) => {
    const isFalse = answer === 'success' ? !done : answer !== 'OUTCOME_UNKNOWN' && done;
    return isFalse ? [`${name}: ${answer}, ${done ? 'done' : 'not done'}`] : [];
  });

/**
 * Runs a gateway against every way that the provider may be: three looks at all lists, then each change. Prints what is not as it should be, and
 * ends with 1 where data is wrong and nobody is told. Arguments: NAME=ALTERNATIVE, together in one run; none: each alternative alone.
 */
export async function run(args: readonly string[]): Promise<void> {
  const each = Object.entries(ASSUMPTION_ROWS).flatMap(([name, { alternatives }]) =>
    Object.keys(alternatives).map((one) => [`${name}=${one}`]),
  );
  let silent = 0;
  for (const words of args.length > 0 ? [args] : each) {
    const observed = await observe(readAssumptions(words));
    const { faults, falseEvents, internal, violations } = observed;
    const wrong = [
      ...faults,
      ...falseEvents.map((event) => `event ${event}`),
      ...falseAnswers(observed),
      ...internal.map(() => 'a fault of ours'),
    ];
    const isSilent = wrong.length > faults.length || (faults.length > 0 && told(observed).length === 0);
    if (isSilent) silent += 1;
    const verdict =
      wrong.length === 0 ? 'right' : `${isSilent ? 'WRONG IN SILENCE' : 'told'}: ${wrong.slice(0, 3).join('; ')} (${wrong.length})`;
    console.log(
      `${words.join(' ')}  ${verdict}${violations > 0 ? `; ${violations} over a limit` : ''}${told(observed)
        .map((text) => `\n    ${text}`)
        .join('')}`,
    );
  }
  console.log(`${silent} wrong in silence`);
  if (silent > 0) process.exit(1);
}
