import { type Say, useLanguage, wordOr } from '../app/language.tsx';
import { Facts } from '../ui/facts.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';
import type { Task } from './desk-task-view.ts';

type Result = Task['results'][number];

/** What the pair and a supervisor said, or who reviewed it. */
export function Results({ task }: { readonly task: Task }) {
  const { say } = useLanguage();
  const columns = useColumns();
  const { kind, results, review } = task;
  if (review !== null) {
    return (
      <section>
        <h2>{say('task.reviewed')}</h2>
        <Facts
          of={[
            [say('opening.outcome'), wordOr(say, 'decide.review', review.decision)],
            [say('desk.col.holder'), review.officer],
            [say('results.at'), <Time key="at" at={review.at} />],
            [say('decide.recuse.why'), review.reason],
          ]}
        />
      </section>
    );
  }
  if (kind !== 'inspection' && results.length === 0) return null;
  const rows = results.map((one, place) => ({ ...one, key: `${place}` }));
  return (
    <section>
      <h2>{say('task.results')}</h2>
      {rows.length === 0 && <p className="soft">{say('task.results.none')}</p>}
      {rows.length > 0 && (
        <Table label={say('task.results')} columns={columns} rows={rows} keyOf={({ key }) => key} />
      )}
    </section>
  );
}

function useColumns(): readonly Column<Result & { readonly key: string }>[] {
  const { say } = useLanguage();
  const half = (value: string | null): string => wordOr(say, 'outcome', value ?? 'hold');
  return [
    {
      ...{ key: 'part', title: say('results.part') },
      cell: ({ part, officer }) => (
        <>
          <b>{officer}</b>
          <span className="soft">{wordOr(say, 'results.part', part)}</span>
        </>
      ),
    },
    {
      ...{ key: 'customs', title: say('results.customs') },
      cell: ({ customs }) => <span>{half(customs)}</span>,
    },
    {
      ...{ key: 'quarantine', title: say('results.quarantine') },
      cell: ({ quarantine }) => <span>{half(quarantine)}</span>,
    },
    {
      ...{ key: 'findings', title: say('results.findings') },
      cell: ({ findings }) => <span className="told">{findings}</span>,
    },
    { key: 'at', title: say('results.at'), cell: ({ at }) => <Time at={at} /> },
  ];
}

/** Everything that was done with it; no row of it is ever changed. */
export function Trail({ task: { trail } }: { readonly task: Task }) {
  const { say } = useLanguage();
  const steps = trail.map((step, place) => ({ ...step, key: `${place} ${step.at}` }));
  return (
    <section>
      <h2>{say('task.trail')}</h2>
      <ol className="timeline">
        {steps.map(({ key, at, officer, action, detail }) => (
          <li key={key}>
            <Time at={at} />
            <b>
              {wordOr(say, 'trail', action)}{' '}
              <span className="soft">{officer ?? say('trail.platform')}</span>
            </b>
            <span className="told soft">{detailText(say, detail)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Where the words for what an entry notes are; what has none is shown as it was noted. */
const WORDS_OF: Readonly<Record<string, string>> = {
  ...{ customs: 'outcome', quarantine: 'outcome', outcome: 'outcome', part: 'results.part' },
  ...{ decision: 'decide.review', reason: 'recuse' },
};

/** What an entry notes beside its action. */
function detailText(say: Say, detail: unknown): string {
  return Object.entries(detail as Readonly<Record<string, unknown>>)
    .filter(([name, value]) => value != null && name !== 'sha256')
    .map(([name, value]) => {
      const values = (Array.isArray(value) ? value : [value]).map((one) =>
        wordOr(say, WORDS_OF[name] ?? '', String(one)),
      );
      return `${wordOr(say, 'detail', name)}: ${values.join(', ')}`;
    })
    .join(' · ');
}
