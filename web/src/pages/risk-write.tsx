import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { call } from '../api/call.ts';
import { Refused, useDeed } from '../app/deed.tsx';
import { Failure } from '../app/failure.tsx';
import { useLanguage } from '../app/language.tsx';
import { Lines } from '../ui/fields.tsx';
import { Pick } from '../ui/pick.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { ConditionRow } from './risk-condition.tsx';
import type { RuleView } from './risk-state.tsx';
import { type Row, ruleText, type Written } from './risk-text.ts';

const HOW = ['form', 'text'] as const;
const ACTIONS = ['inspect', 'review', 'stop'] as const;
const WAYS = ['import', 'export'] as const;
const JOINS = ['and', 'or'] as const;

const FIRST: Row = { key: 1, field: 'goods.hs', operator: 'starts', value: '' };
const EMPTY: Written = { action: 'inspect', way: 'import', join: 'and', rows: [FIRST] };

/** Writes a rule by a form or as text; another version begins with the text of the one before. */
export function WriteRule({ before }: { readonly before: RuleView | null }) {
  const { say } = useLanguage();
  const navigate = useNavigate();
  const [how, setHow] = useState<(typeof HOW)[number]>(before === null ? 'form' : 'text');
  const [form, setForm] = useState(EMPTY);
  const [text, setText] = useState(before?.text ?? '');
  const [reason, setReason] = useState(before?.reason ?? '');
  const deed = useDeed('writeRiskRule', ['readRiskRules'], ({ rule }) => {
    void navigate(`?rule=${rule}`);
  });
  const asked = useQuery({
    queryKey: ['readRiskFields'],
    queryFn: ({ signal }) => call('readRiskFields', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (asked.isPending) return <Skeleton lines={6} label={say('loading')} />;
  if (asked.data === undefined) {
    return <Failure error={asked.error} retry={() => void asked.refetch()} />;
  }
  const words = form.way === 'export' ? asked.data.exports : asked.data;
  const built = how === 'form' ? ruleText(form, words) : text;
  const number = before === null ? {} : { number: numberOf(before.rule) };
  return (
    <section>
      <h2>{before === null ? say('write.title') : say('write.version', { n: before.rule })}</h2>
      <form
        className="asked write"
        onSubmit={(event) => {
          event.preventDefault();
          deed.mutate({ body: { text: built, reason, ...number } });
        }}
      >
        <Pick
          label={say('write.how')}
          value={how}
          options={HOW.map((one) => [one, say(`write.how.${one}`)])}
          onPick={(chosen) => {
            // What the form says is where the text goes on from; a text does not go back into it.
            if (chosen === 'text' && how === 'form') setText(built);
            setHow(chosen);
          }}
        />
        {how === 'form' && <Build form={form} words={words} onBuild={setForm} />}
        <label>
          {say('write.text')}
          <textarea
            rows={3}
            required
            readOnly={how === 'form'}
            value={built}
            spellCheck={false}
            onChange={({ target }) => setText(target.value)}
          />
        </label>
        <Lines label={say('risk.reason')} value={reason} isNeeded most={500} onType={setReason} />
        <Refused deed={deed} />
        <p className="hands">
          <Button type="primary" htmlType="submit" loading={deed.isPending}>
            {say('write.save')}
          </Button>
          <Link to="?">{say('write.cancel')}</Link>
        </p>
      </form>
    </section>
  );
}

const numberOf = (rule: string): number => Number(/^R(\d+)\./.exec(rule)?.[1] ?? 0);

function Build({
  form,
  words,
  onBuild,
}: {
  readonly form: Written;
  readonly words: Parameters<typeof ruleText>[1];
  readonly onBuild: (form: Written) => void;
}) {
  const { say } = useLanguage();
  const { action, way, join, rows } = form;
  return (
    <>
      <div className="row">
        <Pick
          label={say('write.action')}
          value={action}
          options={ACTIONS.map((one) => [one, say(`risk.action.${one}`)])}
          onPick={(chosen) => onBuild({ ...form, action: chosen })}
        />
        <Pick
          label={say('write.way')}
          value={way}
          options={WAYS.map((one) => [one, say(`way.${one}`)])}
          // Exports have fields of their own.
          onPick={(chosen) => onBuild({ ...form, way: chosen, rows: [FIRST] })}
        />
        <Pick
          label={say('write.join')}
          value={join}
          options={JOINS.map((one) => [one, say(`write.join.${one}`)])}
          onPick={(chosen) => onBuild({ ...form, join: chosen })}
        />
      </div>
      {rows.map((row, place) => (
        <ConditionRow
          key={row.key}
          {...{ row, words, place: place + 1, isOnly: rows.length === 1 }}
          onChange={(changed) => {
            onBuild({ ...form, rows: rows.map((one) => (one.key === row.key ? changed : one)) });
          }}
          onRemove={() => onBuild({ ...form, rows: rows.filter((one) => one.key !== row.key) })}
        />
      ))}
      <p>
        <Button
          onClick={() => {
            const key = Math.max(...rows.map((one) => one.key)) + 1;
            onBuild({ ...form, rows: [...rows, { ...FIRST, key }] });
          }}
        >
          {say('write.add')}
        </Button>
      </p>
    </>
  );
}
