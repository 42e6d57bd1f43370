import { useQuery } from '@tanstack/react-query';
import { type Answer, call } from '../api/call.ts';
import { useLanguage, wordOr } from '../app/language.tsx';
import { useRight } from '../app/session.tsx';
import { Shown } from '../app/shown.tsx';
import { useTitle } from '../app/title.ts';
import { Facts } from '../ui/facts.tsx';
import { money } from '../ui/money.ts';
import { type Column, Table } from '../ui/table.tsx';
import { Tag, type Tone } from '../ui/tag.tsx';
import { FirmTabs } from './firm-tabs.tsx';

type Credit = Answer<'readCredit'>;
type Class = Credit['classes'][number];

const CLASS_TONES: Readonly<Record<string, Tone>> = {
  ...{ ADV: 'good', GEN_CERT: 'good', DISHONEST: 'bad' },
};
const GOODS = ['ORDINARY', 'CONDITIONAL', 'QUARANTINE'] as const;

/** The credit class of an enterprise: what it means, how it came about, what is next. */
export function CreditPage() {
  const { say } = useLanguage();
  const may = useRight('firm.read');
  const asked = useQuery({
    queryKey: ['readCredit'],
    queryFn: ({ signal }) => call('readCredit', { signal }),
    enabled: may,
  });
  useTitle(say('credit.title'));
  if (!may) return <p className="empty">{say('right.firm')}</p>;
  return (
    <>
      <h1>{say('credit.title')}</h1>
      <FirmTabs />
      <Shown of={asked}>
        {(credit) => (
          <>
            <Now of={credit} />
            <Next of={credit} />
            <Classes of={credit} />
            <CreditPast of={credit} />
          </>
        )}
      </Shown>
    </>
  );
}

/** How the class came about. */
export function CreditPast({ of }: { readonly of: Credit }) {
  return (
    <>
      <History of={of} />
      <Events of={of} />
    </>
  );
}

/** The class of today. */
export function Now({ of }: { readonly of: Credit }) {
  const { say } = useLanguage();
  return (
    <section>
      <Facts
        of={[
          [
            say('credit.now'),
            <Tag key="now" tone={CLASS_TONES[of.classToday] ?? 'calm'}>
              {wordOr(say, 'class', of.classToday)}
            </Tag>,
          ],
          [say('credit.file'), of.class === of.classToday ? null : wordOr(say, 'class', of.class)],
          [say('credit.order'), of.regime],
          [say('credit.exempt'), say(of.exempt ? 'credit.exempt.yes' : 'credit.exempt.no')],
        ]}
      />
    </section>
  );
}

function Next({ of: { next, violations } }: { readonly of: Credit }) {
  const { say } = useLanguage();
  return (
    <section>
      <h2>{say('credit.next')}</h2>
      {next === null ? (
        <p>{say('credit.next.none')}</p>
      ) : (
        <p>
          {say(next.by === 'certified' ? 'credit.next.certified' : 'credit.next.rehabilitated', {
            n: wordOr(say, 'class', next.class),
          })}
        </p>
      )}
      {next !== null && next.overdue.length > 0 && (
        <p>{say('credit.next.overdue', { n: next.overdue.join('、') })}</p>
      )}
      <p className="soft">
        {say('credit.watch.of', { n: violations.count, m: money(violations.most) })}
      </p>
      {violations.count > 0 && <Facts of={[[say('credit.fines'), money(violations.fines)]]} />}
    </section>
  );
}

function Classes({ of: { classes, classToday } }: { readonly of: Credit }) {
  const { say } = useLanguage();
  if (classes.every(({ goods }) => goods === null)) return null;
  const columns: readonly Column<Class>[] = [
    {
      ...{ key: 'class', title: say('credit.class') },
      cell: ({ class: one }) => (
        <>
          <b>{wordOr(say, 'class', one)}</b>
          {one === classToday && <Tag tone="busy">{say('credit.own')}</Tag>}
        </>
      ),
    },
    ...GOODS.map(
      (kind): Column<Class> => ({
        key: kind,
        title: say(`credit.goods.${kind}`),
        cell: ({ goods }) => {
          const cell = goods?.[kind];
          if (cell === undefined) return '';
          return (
            <>
              <span>
                {cell.chance === cell.most
                  ? `${cell.chance}%`
                  : say('credit.chance.of', { n: cell.chance, m: cell.most })}
              </span>
              <span className="soft">
                {say('credit.documents')}: {wordOr(say, 'credit.documents', cell.documents)}
              </span>
            </>
          );
        },
      }),
    ),
    {
      ...{ key: 'guarantee', title: say('credit.guarantee') },
      cell: ({ guarantee }) => wordOr(say, 'credit.guarantee', guarantee ?? ''),
    },
    {
      ...{ key: 'priority', title: say('credit.priority') },
      cell: ({ priority }) => say('credit.priority.of', { n: priority }),
    },
  ];
  return (
    <section>
      <h2>{say('credit.means')}</h2>
      <Table
        label={say('credit.means')}
        columns={columns}
        rows={classes}
        keyOf={(row) => row.class}
      />
    </section>
  );
}

function History({ of: { history } }: { readonly of: Credit }) {
  const { say } = useLanguage();
  return (
    <section>
      <h2>{say('credit.history')}</h2>
      {history.length === 0 ? (
        <p className="soft">{say('credit.history.none')}</p>
      ) : (
        <ol className="timeline">
          {history.map(({ class: one, since, event, at }) => (
            <li key={at + one}>
              <span>{since ?? say('credit.first')}</span>
              <b>{wordOr(say, 'class', one)}</b>
              <span>{event === null ? '' : say('credit.by', { n: event })}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Events({ of: { events } }: { readonly of: Credit }) {
  const { say } = useLanguage();
  const columns: readonly Column<Credit['events'][number]>[] = [
    { key: 'no', title: '#', isNumber: true, cell: ({ serial }) => serial },
    { key: 'day', title: say('credit.day'), cell: ({ day }) => day },
    {
      ...{ key: 'kind', title: say('credit.kind') },
      cell: ({ kind, fine, class: one }) => (
        <>
          <span>{wordOr(say, 'credit.kind', kind)}</span>
          {fine !== null && <span className="soft">{say('credit.fine', { n: money(fine) })}</span>}
          {one !== null && <span className="soft">{wordOr(say, 'class', one)}</span>}
        </>
      ),
    },
    {
      ...{ key: 'paper', title: say('credit.paper') },
      cell: ({ paper }) => <span className="no">{paper}</span>,
    },
  ];
  return (
    <section>
      <h2>{say('credit.events')}</h2>
      {events.length === 0 ? (
        <p className="soft">{say('credit.events.none')}</p>
      ) : (
        <Table
          label={say('credit.events')}
          columns={columns}
          rows={events}
          keyOf={({ serial }) => serial}
        />
      )}
    </section>
  );
}
