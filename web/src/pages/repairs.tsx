import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { type Answer, call } from '../api/call.ts';
import { Failure } from '../app/failure.tsx';
import { useLanguage } from '../app/language.tsx';
import { Pages } from '../app/pages.tsx';
import { useRight } from '../app/session.tsx';
import { useTitle } from '../app/title.ts';
import { Choices } from '../ui/choices.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { Tag, type Tone } from '../ui/tag.tsx';
import { Time } from '../ui/time.tsx';
import {
  addressOf,
  causesQuery,
  DIRECTIONS,
  DOCUMENTS,
  fieldName,
  fieldsFor,
  type Kinds,
  useKinds,
} from './repair-fields.ts';
import './repairs.css';

type Cause = Answer<'listRefusalCauses'>['causes'][number];
type Job = Answer<'listRepairs'>['repairs'][number];

/** Why documents stand refused, and what was done about it in bulk. */
export function RepairsPage() {
  const { say } = useLanguage();
  const may = useRight('repairs.write');
  const kinds = useKinds();
  useTitle(say('repairs.title'));
  const { direction, document } = kinds;
  return (
    <>
      <h1>{say('repairs.title')}</h1>
      {may ? (
        <>
          <p className="soft">{say('repairs.lead')}</p>
          <Choices label={say('lists.ways')}>
            {([undefined, ...DIRECTIONS] as const).map((one) => (
              <Link
                key={one ?? 'all'}
                to={addressOf({ ...(document && { document }), ...(one && { direction: one }) })}
                aria-current={one === direction ? 'page' : undefined}
              >
                {say(one === undefined ? 'way.all' : `way.${one}`)}
              </Link>
            ))}
          </Choices>
          <Choices label={say('repairs.documents')}>
            {([undefined, ...DOCUMENTS] as const).map((one) => (
              <Link
                key={one ?? 'all'}
                to={addressOf({ ...(direction && { direction }), ...(one && { document: one }) })}
                aria-current={one === document ? 'page' : undefined}
              >
                {say(`document.${one ?? 'all'}`)}
              </Link>
            ))}
          </Choices>
          <Causes kinds={kinds} />
          <Jobs kinds={kinds} />
        </>
      ) : (
        <p className="empty">{say('right.repairs')}</p>
      )}
    </>
  );
}

type Shown = { readonly kinds: Kinds };

function Causes({ kinds }: Shown) {
  const { say } = useLanguage();
  const asked = useQuery({
    ...causesQuery(kinds),
    // Whoever comes back from a repair shall see what is left now.
    staleTime: 0,
  });
  const columns = useCauseColumns(asked.data?.fields ?? []);
  return (
    <section>
      <h2>{say('repairs.causes')}</h2>
      {asked.isPending && <Skeleton lines={6} label={say('loading')} />}
      {asked.isError && <Failure error={asked.error} retry={() => void asked.refetch()} />}
      {asked.data !== undefined &&
        (asked.data.causes.length === 0 ? (
          <p className="empty">{say('repairs.none')}</p>
        ) : (
          <Table
            label={say('repairs.causes')}
            columns={columns}
            rows={asked.data.causes}
            keyOf={({ id }) => id}
          />
        ))}
    </section>
  );
}

function useCauseColumns(fields: Answer<'listRefusalCauses'>['fields']): readonly Column<Cause>[] {
  const { say, pick } = useLanguage();
  return [
    {
      ...{ key: 'lists', title: say('repairs.lists'), isNumber: true },
      cell: ({ lists }) => <b>{lists.toLocaleString()}</b>,
    },
    {
      ...{ key: 'cause', title: say('repairs.cause') },
      cell: ({ direction, document, code, field, value, zh, en }) => (
        <>
          <span>{pick(zh, en)}</span>
          <span className="soft">
            {say(`way.${direction}`)} {say(`document.${document}`)}{' '}
            <span className="no">{code}</span>{' '}
            {fieldName(fieldsFor(fields, { direction, document }), field, pick)}{' '}
            {value !== '' && say('repairs.value', { n: value })}
          </span>
        </>
      ),
    },
    {
      ...{ key: 'mend', title: say('repairs.mend') },
      cell: ({ hint, hintZh, bar }) => (
        <span>{bar === null ? pick(hintZh, hint) : pick(bar.zh, bar.en)}</span>
      ),
    },
    {
      ...{ key: 'latest', title: say('repairs.latest') },
      cell: ({ latest }) => <Time at={latest} />,
    },
    {
      ...{ key: 'do', title: say('repairs.do') },
      cell: ({ id, direction, document, code, field, mayCorrect }) => {
        const word = say(mayCorrect ? 'repairs.correct' : 'repairs.look');
        const name = say('repairs.correct.of', { n: `${code} ${field}`, m: word });
        return (
          <Link
            className="mend"
            to={`/repairs/causes/${id}${addressOf({ direction, document })}`}
            aria-label={name}
          >
            {word}
          </Link>
        );
      },
    },
  ];
}

export const JOB_TONES: Readonly<Record<Job['state'], Tone>> = {
  ...{ checking: 'busy', ready: 'busy', sending: 'busy', following: 'busy', done: 'good' },
};

function Jobs({ kinds }: Shown) {
  const { say } = useLanguage();
  const pages = useInfiniteQuery({
    queryKey: ['listRepairs', kinds],
    staleTime: 0,
    queryFn: ({ pageParam, signal }) =>
      call('listRepairs', {
        query: {
          limit: 20,
          ...kinds,
          ...(pageParam !== '' && { after: pageParam }),
        },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const columns: readonly Column<Job>[] = [
    {
      ...{ key: 'job', title: say('repairs.job') },
      cell: ({ id, cause }) => (
        <>
          <Link to={`/repairs/${id}`}>
            {cause.code} {cause.field} {cause.value}
          </Link>
          <span className="soft">
            {say(`way.${cause.direction}`)} {say(`document.${cause.document}`)}{' '}
            <span className="no">{id.slice(0, 8)}</span>
          </span>
        </>
      ),
    },
    {
      ...{ key: 'state', title: say('repairs.state') },
      cell: ({ state }) => <Tag tone={JOB_TONES[state]}>{say(`job.${state}`)}</Tag>,
    },
    {
      ...{ key: 'lists', title: say('repairs.lists'), isNumber: true },
      cell: ({ lists }) => lists.toLocaleString(),
    },
    {
      ...{ key: 'begun', title: say('repairs.begun') },
      cell: ({ createdAt }) => <Time at={createdAt} />,
    },
  ];
  return (
    <section>
      <h2>{say('repairs.jobs')}</h2>
      <Pages
        of={pages}
        rowsOf={({ repairs }) => repairs}
        none={say('repairs.jobs.none')}
        label={say('repairs.jobs')}
        columns={columns}
        keyOf={({ id }) => id}
      />
    </section>
  );
}
