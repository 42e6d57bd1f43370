import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import { useNavigate } from 'react-router';
import { call } from '../api/call.ts';
import { Failure } from '../app/failure.tsx';
import { useLanguage } from '../app/language.tsx';
import { Pick } from '../ui/pick.tsx';
import { correctionOf, type Draft, fieldName, type RepairField, rowsOf } from './repair-fields.ts';
import './repairs.css';

type Props = {
  readonly cause: string;
  /** Element and value of the cause. */
  readonly field: string;
  readonly value: string;
  readonly fields: readonly RepairField[];
};

/** Corrections in one repair, as many as the platform takes. */
const MOST = 8;

/** What is to be corrected; sent, it is tried on every document of the cause. */
export function RepairForm({ cause, field, value, fields }: Props) {
  const { say } = useLanguage();
  const navigate = useNavigate();
  const start = fields.some(({ name }) => name === field) ? field : (fields[0]?.name ?? '');
  const [drafts, setDrafts] = useState<readonly Draft[]>([
    { ...emptyDraft(0, start), from: start === field ? value : '' },
  ]);
  const trial = useMutation({
    mutationFn: () =>
      call('beginRepair', { body: { cause, corrections: drafts.map(correctionOf) } }),
    onSuccess: ({ id }) => void navigate(`/repairs/${id}`),
  });
  const change = (key: number, changes: Partial<Draft>): void => {
    setDrafts((all) => all.map((one) => (one.key === key ? { ...one, ...changes } : one)));
  };
  const isReady = drafts.every((one) =>
    one.mode === 'table' ? isTable(one.table) : one.to !== '' || !isRequired(fields, one.field),
  );
  return (
    <section>
      <h2>{say('fix.title')}</h2>
      <p className="soft">{say('fix.lead')}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) trial.mutate();
        }}
      >
        {drafts.map((draft, i) => (
          <OneCorrection
            key={draft.key}
            {...{ draft, fields, number: i + 1, change }}
            {...(drafts.length > 1 && {
              drop: () => setDrafts((all) => all.filter(({ key }) => key !== draft.key)),
            })}
          />
        ))}
        {trial.isError && <Failure error={trial.error} retry={() => trial.mutate()} />}
        <p className="acts">
          <Button type="primary" htmlType="submit" loading={trial.isPending} disabled={!isReady}>
            {say('fix.try')}
          </Button>
          {drafts.length < MOST && (
            <Button
              onClick={() =>
                setDrafts((all) => [...all, emptyDraft(1 + Math.max(...keysOf(all)), start)])
              }
            >
              {say('fix.add')}
            </Button>
          )}
          {!isReady && <span className="soft">{say('fix.missing')}</span>}
        </p>
      </form>
    </section>
  );
}

const keysOf = (all: readonly Draft[]) => all.map(({ key }) => key);

function emptyDraft(key: number, field: string): Draft {
  return { key, field, mode: 'value', from: '', to: '', by: field, table: '' };
}

function isTable(text: string): boolean {
  const { rows, bad } = rowsOf(text);
  return rows.length > 0 && bad === null;
}

type OneProps = {
  readonly draft: Draft;
  readonly number: number;
  readonly fields: readonly RepairField[];
  readonly change: (key: number, changes: Partial<Draft>) => void;
  readonly drop?: () => void;
};

function OneCorrection({ draft, number, fields, change, drop }: OneProps) {
  const { say, pick } = useLanguage();
  const { key, field, mode } = draft;
  const group = (name: string): string => say(/List\//.test(name) ? 'fix.line' : 'fix.head');
  const named = ({ name }: RepairField) =>
    [name, `${group(name)} · ${fieldName(fields, name, pick)}`] as const;
  return (
    <fieldset className="correction">
      <legend>{say('fix.one', { n: number })}</legend>
      <Pick
        label={say('fix.field')}
        value={field}
        options={fields.map(named)}
        onPick={(name) => change(key, { field: name, by: name })}
      />
      <Pick
        label={say('fix.mode')}
        value={mode}
        options={[
          ['value', say('fix.mode.value')],
          ['table', say('fix.mode.table')],
        ]}
        onPick={(next) => change(key, { mode: next })}
      />
      {mode === 'value' ? (
        <OneValue
          {...{ draft, change }}
          most={mostOf(fields, field)}
          required={isRequired(fields, field)}
        />
      ) : (
        <>
          <Pick
            label={say('fix.by')}
            value={draft.by}
            options={fields
              .filter(({ name }) => name.split('/')[0] === field.split('/')[0])
              .map(named)}
            onPick={(by) => change(key, { by })}
          />
          <OneTable {...{ draft, change }} />
        </>
      )}
      {drop !== undefined && (
        <Button size="small" onClick={drop}>
          {say('fix.drop', { n: number })}
        </Button>
      )}
    </fieldset>
  );
}

function mostOf(fields: readonly RepairField[], name: string): number {
  return fields.find((one) => one.name === name)?.most ?? 0;
}

function isRequired(fields: readonly RepairField[], name: string): boolean {
  return fields.find((one) => one.name === name)?.required ?? false;
}

type PartProps = { readonly draft: Draft; readonly change: OneProps['change'] };

type ValueProps = PartProps & { readonly most: number; readonly required: boolean };

function OneValue({ draft: { key, from, to }, change, most, required }: ValueProps) {
  const { say } = useLanguage();
  const [fromId, toId] = [useId(), useId()];
  return (
    <div className="pair">
      <p>
        <label htmlFor={fromId}>{say('fix.from')}</label>
        <Input
          id={fromId}
          value={from}
          maxLength={most}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => change(key, { from: target.value })}
        />
      </p>
      <p>
        <label htmlFor={toId}>{say('fix.to')}</label>
        <Input
          id={toId}
          value={to}
          maxLength={most}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => change(key, { to: target.value })}
        />
        {to === '' && (
          <span className="soft">{say(required ? 'fix.required' : 'fix.empty.to')}</span>
        )}
      </p>
    </div>
  );
}

function OneTable({ draft: { key, table }, change }: PartProps) {
  const { say } = useLanguage();
  const [textId, fileId] = [useId(), useId()];
  const { rows, bad } = rowsOf(table);
  return (
    <>
      <p>
        <label htmlFor={textId}>{say('fix.table')}</label>
        <textarea
          id={textId}
          rows={6}
          value={table}
          spellCheck={false}
          onChange={({ target }) => change(key, { table: target.value })}
        />
        <span className="soft" aria-live="polite">
          {bad === null ? say('fix.rows', { n: rows.length }) : say('fix.rows.bad', { n: bad })}
        </span>
      </p>
      <p>
        <label htmlFor={fileId}>{say('fix.file')}</label>
        <input
          id={fileId}
          type="file"
          accept=".csv,text/csv,text/plain"
          onChange={async ({ target }) => {
            const [file] = target.files ?? [];
            if (file !== undefined) change(key, { table: await file.text() });
          }}
        />
      </p>
    </>
  );
}
