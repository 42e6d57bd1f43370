import { Link } from 'react-router';
import { useLanguage } from '../app/language.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { Tag, type Tone } from '../ui/tag.tsx';
import type { Document, Repair } from './repair-fields.ts';

type Reason = Repair['wouldFail'][number];

/** Why documents would be refused again, or were, with how many for each reason. */
export function Reasons({ title, of }: { readonly title: string; readonly of: readonly Reason[] }) {
  const { say, pick } = useLanguage();
  if (of.length === 0) return null;
  const columns: readonly Column<Reason>[] = [
    {
      ...{ key: 'lists', title: say('repairs.lists'), isNumber: true },
      cell: ({ lists }) => <b>{lists.toLocaleString()}</b>,
    },
    {
      ...{ key: 'why', title: say('repairs.cause') },
      cell: ({ code, field, zh, en }) => (
        <>
          <span>{pick(zh, en)}</span>
          <span className="soft no">
            {code} {field}
          </span>
        </>
      ),
    },
    {
      ...{ key: 'mend', title: say('repairs.mend') },
      cell: ({ hint, hintZh }) => <span>{pick(hintZh, hint)}</span>,
    },
  ];
  return (
    <>
      <h3>{title}</h3>
      <Table
        label={title}
        columns={columns}
        rows={of}
        keyOf={({ code, field }) => `${code} ${field}`}
      />
    </>
  );
}

type Example = Repair['examples'][number];
type Row = Example['changes'][number] & Pick<Example, 'listNo' | 'outcome'>;

const TONES: Readonly<Record<Example['outcome'], Tone>> = {
  ...{ open: 'calm', pass: 'good', hold: 'busy', wait: 'busy' },
  ...{ fail: 'bad', bad: 'bad', same: 'calm', moved: 'calm' },
};

/** What a trial said, in the words of the document. */
export function trialWord(outcome: Example['outcome'], document: Document) {
  return outcome === 'pass' && document !== 'list' ? 'trial.filed' : (`trial.${outcome}` as const);
}

/** What the correction does to some documents, value by value. */
export function Examples({ repair }: { readonly repair: Repair }) {
  const { say } = useLanguage();
  const { document } = repair.cause;
  const of = repair.examples;
  const rows = of.flatMap(({ listNo, outcome, changes }): Row[] =>
    changes.map((change) => ({ ...change, listNo, outcome })),
  );
  if (rows.length === 0) return null;
  const columns: readonly Column<Row>[] = [
    {
      ...{ key: 'list', title: say('repairs.number') },
      cell: ({ listNo }) =>
        document === 'list' ? (
          <Link className="no" to={`/declarations/${listNo}`}>
            {listNo}
          </Link>
        ) : (
          <span className="no">{listNo}</span>
        ),
    },
    { ...{ key: 'path', title: say('cause.where') }, cell: ({ path }) => <code>{path}</code> },
    {
      ...{ key: 'before', title: say('repair.before') },
      cell: ({ before }) => <code className="was">{before || say('repair.absent')}</code>,
    },
    {
      ...{ key: 'after', title: say('repair.after') },
      cell: ({ after }) => <code className="becomes">{after || say('repair.absent')}</code>,
    },
    {
      ...{ key: 'outcome', title: say('repair.outcome') },
      cell: ({ outcome }) => <Tag tone={TONES[outcome]}>{say(trialWord(outcome, document))}</Tag>,
    },
  ];
  return (
    <>
      <h3>{say('repair.examples')}</h3>
      <Table
        label={say('repair.examples')}
        columns={columns}
        rows={rows}
        keyOf={({ listNo, path }) => `${listNo} ${path}`}
      />
    </>
  );
}
