import { Button } from 'antd';
import { useLanguage, wordOr } from '../app/language.tsx';
import { Field } from '../ui/fields.tsx';
import { Pick } from '../ui/pick.tsx';
import { type RiskField, type Row, type Vocabulary, WATCH } from './risk-text.ts';

/** One condition of a rule: what is compared, how, and with what. */
export function ConditionRow({
  row,
  words: { fields, watch },
  place,
  isOnly,
  onChange,
  onRemove,
}: {
  readonly row: Row;
  readonly words: Vocabulary;
  readonly place: number;
  readonly isOnly: boolean;
  readonly onChange: (row: Row) => void;
  readonly onRemove: () => void;
}) {
  const { say, language } = useLanguage();
  const { field, operator } = row;
  const own = fields.find(({ name }) => name === field);
  const operators = own?.operators ?? [];
  const named = (name: string, zh: string): string => (language === 'zh' ? `${zh} ${name}` : name);
  return (
    <fieldset className="condition">
      <legend>{say('write.condition', { n: place })}</legend>
      <div className="row">
        <Pick
          label={say('write.field')}
          value={field}
          options={[
            ...fields.map(({ name, zh }) => [name, named(name, zh)] as const),
            ...watch.map(({ name, zh }) => {
              return [WATCH + name, `${named(name, zh)}: ${say('write.onList')}`] as const;
            }),
          ]}
          onPick={(chosen) => {
            const next = fields.find(({ name }) => name === chosen);
            const fits = next?.operators.includes(operator) === true;
            const first = next?.operators[0] ?? '';
            onChange({
              ...{ ...row, field: chosen, operator: fits ? operator : first },
              value: next?.choices?.[0] ?? '',
            });
          }}
        />
        {own !== undefined && (
          <Pick
            label={say('write.operator')}
            value={operator}
            options={operators.map((one) => [one, wordOr(say, 'write.is', one)])}
            onPick={(chosen) => onChange({ ...row, operator: chosen })}
          />
        )}
        <Value row={row} own={own} onChange={onChange} />
      </div>
      {language === 'en' && own !== undefined && <p className="soft">{own.en}</p>}
      {!isOnly && (
        <Button size="small" onClick={onRemove}>
          {say('write.remove', { n: place })}
        </Button>
      )}
    </fieldset>
  );
}

/** What is compared with: one of the only values, a text, or the name of a list. */
function Value({
  row,
  own,
  onChange,
}: {
  readonly row: Row;
  readonly own: RiskField | undefined;
  readonly onChange: (row: Row) => void;
}) {
  const { say } = useLanguage();
  const { operator, value } = row;
  const onValue = (said: string): void => onChange({ ...row, value: said });
  const isList = operator === 'in';
  if (own?.choices && !isList && operator !== 'starts') {
    return (
      <Pick
        label={say('write.value')}
        value={value}
        options={own.choices.map((one) => [one, one])}
        onPick={onValue}
      />
    );
  }
  const word = own === undefined ? 'write.list' : isList ? 'write.values' : 'write.value';
  return <Field label={say(word)} value={value} most={500} onType={onValue} />;
}
