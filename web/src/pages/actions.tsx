import { useInfiniteQuery } from '@tanstack/react-query';
import { type Answer, call } from '../api/call.ts';
import { ROUTES } from '../api/generated.ts';
import { useLanguage, wordOr } from '../app/language.tsx';
import { Pages } from '../app/pages.tsx';
import { useTitle } from '../app/title.ts';
import type { Column } from '../ui/table.tsx';
import { Tag, type Tone } from '../ui/tag.tsx';
import { Time } from '../ui/time.tsx';

type Action = Answer<'listActions'>['actions'][number];

const TONES: Readonly<Record<string, Tone>> = {
  ...{ done: 'good', refused: 'bad', failed: 'bad', open: 'busy' },
};

/** The audit trail of the console, for supervisors and auditors. */
export function ActionsPage() {
  const { say } = useLanguage();
  useTitle(say('actions.title'));
  const pages = useInfiniteQuery({
    queryKey: ['listActions'],
    queryFn: ({ pageParam, signal }) =>
      call('listActions', { query: pageParam === '' ? {} : { after: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const columns = useColumns();
  return (
    <>
      <h1>{say('actions.title')}</h1>
      <p className="soft">{say('actions.lead')}</p>
      <Pages
        of={pages}
        rowsOf={({ actions }) => actions}
        none={say('actions.none')}
        label={say('actions.title')}
        columns={columns}
        keyOf={({ id }) => id}
      />
    </>
  );
}

/** Names of calls by their method and route as the trail writes it. */
const CALLS = new Map(
  Object.entries(ROUTES).map(([name, route]) => [route.replace(/\{(\w+)\}/g, ':$1'), name]),
);

function useColumns(): readonly Column<Action>[] {
  const { say } = useLanguage();
  const deedOf = (method: string, route: string): string => {
    const name = CALLS.get(`${method} ${route}`) ?? '';
    const word = wordOr(say, 'did', method === 'GET' ? 'read' : name);
    return word === name ? '' : word;
  };
  return [
    { key: 'at', title: say('actions.at'), cell: ({ at }) => <Time at={at} /> },
    {
      ...{ key: 'who', title: say('actions.who') },
      cell: ({ account, role, party }) => (
        <>
          <b>{account}</b>
          <span className="soft">
            {wordOr(say, 'role', role)} {party}
          </span>
        </>
      ),
    },
    {
      ...{ key: 'what', title: say('actions.what') },
      cell: ({ method, route, target }) => (
        <>
          <span>
            <b>{deedOf(method, route)}</b> {target !== '' && <span className="no">{target}</span>}
          </span>
          <code className="soft">
            {method} {route}
          </code>
        </>
      ),
    },
    {
      ...{ key: 'outcome', title: say('actions.outcome') },
      cell: ({ outcome, status }) => (
        <Tag tone={TONES[outcome] ?? 'calm'}>
          {wordOr(say, 'outcome', outcome)} {status ?? ''}
        </Tag>
      ),
    },
  ];
}
