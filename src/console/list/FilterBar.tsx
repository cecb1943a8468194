import { useEffect, useState } from 'react';
import { Button as AriaButton, Input, Label, SearchField, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useSpeech } from '../i18n/language.tsx';
import { useCatalogue } from '../shell/viewer.tsx';
import { brandOf, columnName, variantOf } from '../status/operator-columns.ts';
import { ALL_REGISTRATION_STATUSES } from '../status/registration-statuses.ts';
import { Sign } from '../status/Sign.tsx';
import { ALL_SENDER_STATUSES, SENDER_KINDS } from '../status/sender-statuses.ts';
import { Button } from '../ui/Button.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { type Filters, filterCount, isNarrowed, NO_FILTERS, SORT_ORDERS } from './filters.ts';
import { useSettled } from './use-settled.ts';

interface Props {
  readonly filters: Filters;
  readonly onChange: (change: Partial<Filters>) => void;
}

/** Letters typed quickly make one question. */
const TYPING_MS = 150;

export function FilterBar({ filters, onChange }: Props) {
  const { texts, format } = useSpeech();
  const chosen = filterCount(filters);
  const [isOpen, setIsOpen] = useState(chosen > 0);
  return (
    <div className="filters">
      <div className="filters-line">
        <Search value={filters.search} onChange={(search) => onChange({ search })} />
        <SelectField
          label={texts.list.sort}
          value={filters.sort}
          options={SORT_ORDERS.map((order) => ({ value: order, label: texts.list.sortBy[order] }))}
          onChange={(sort) => onChange({ sort })}
        />
        <Button sign="filter" aria-expanded={isOpen} onPress={() => setIsOpen(!isOpen)}>
          {texts.list.filters}
          {chosen > 0 && <span className="filters-count">{format.number(chosen)}</span>}
        </Button>
      </div>
      {isOpen && (
        <div className="filters-more" role="group" aria-label={texts.list.filters}>
          <Chips
            label={texts.list.status}
            all={ALL_SENDER_STATUSES}
            chosen={filters.status}
            name={(status) => texts.senderStatus[status].label}
            onChange={(status) => onChange({ status })}
          />
          <Chips
            label={texts.list.kind}
            all={SENDER_KINDS}
            chosen={filters.kind}
            name={(kind) => texts.kinds[kind]}
            onChange={(kind) => onChange({ kind })}
          />
          <OperatorFilter filters={filters} onChange={onChange} />
          {isNarrowed(filters) && (
            <Button look="quiet" onPress={() => onChange(NO_FILTERS)}>
              {texts.list.clearFilters}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function Search({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { texts } = useSpeech();
  const [typed, setTyped] = useState(value);
  const settled = useSettled(typed, TYPING_MS);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was typed decides, not what came of it
  useEffect(() => {
    if (settled !== value) onChange(settled);
  }, [settled]);
  // The address may change without typing: by the browser's way back, or by clearing the filters.
  useEffect(() => setTyped(value), [value]);
  return (
    <SearchField className="field search" value={typed} onChange={setTyped}>
      <Label className="field-label">{texts.list.search}</Label>
      <div className="search-box">
        <Sign name="search" />
        <Input className="input" placeholder={texts.list.search} maxLength={254} />
        <AriaButton className="search-clear" aria-label={texts.list.clearSearch}>
          <Sign name="cross" size={14} />
        </AriaButton>
      </div>
    </SearchField>
  );
}

interface ChipsProps<Value extends string> {
  readonly label: string;
  readonly all: readonly Value[];
  readonly chosen: readonly Value[];
  readonly name: (value: Value) => string;
  readonly onChange: (values: Value[]) => void;
}

function Chips<Value extends string>({ label, all, chosen, name, onChange }: ChipsProps<Value>) {
  return (
    <div className="field">
      <span className="field-label" aria-hidden="true">
        {label}
      </span>
      <ToggleButtonGroup
        className="toggles"
        aria-label={label}
        selectionMode="multiple"
        selectedKeys={chosen}
        onSelectionChange={(keys) => onChange(all.filter((value) => keys.has(value)))}
      >
        {all.map((value) => (
          <ToggleButton key={value} id={value} className="toggle">
            {name(value)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </div>
  );
}

function OperatorFilter({ filters, onChange }: Props) {
  const { texts } = useSpeech();
  const { operators, registrationOptions } = useCatalogue();
  const feeOf = (code: string) => registrationOptions.find(({ operator }) => operator.code === code)?.fee;
  const names = operators.map(({ code, column }) => ({
    value: code,
    label: columnName(brandOf(code), { code, column, variant: variantOf(code, feeOf(code)) }, texts),
  }));
  const [only] = filters.operatorStatus;
  return (
    <div className="filters-operator">
      <SelectField
        label={texts.list.operator}
        value={filters.operator ?? ''}
        options={[{ value: '', label: texts.list.any }, ...names]}
        onChange={(code) => onChange({ operator: code === '' ? null : code })}
      />
      <SelectField
        label={texts.list.operatorStatus}
        value={filters.operatorStatus.length === 1 && only !== undefined ? only : ''}
        options={[
          { value: '', label: texts.list.any },
          ...ALL_REGISTRATION_STATUSES.map((status) => ({ value: status, label: texts.registrationStatus[status].label })),
        ]}
        onChange={(status) => onChange({ operatorStatus: status === '' ? [] : [status] })}
        isDisabled={filters.operator === null}
      />
    </div>
  );
}
