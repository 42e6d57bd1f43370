import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { type Answer, call } from '../api/call.ts';
import { askedWith } from '../app/address.ts';
import { useLanguage, wordOr } from '../app/language.tsx';
import { Pages } from '../app/pages.tsx';
import { useRight } from '../app/session.tsx';
import { useTitle } from '../app/title.ts';
import { Barred } from '../ui/barred.tsx';
import { Field } from '../ui/fields.tsx';
import type { Column } from '../ui/table.tsx';
import { Tag, type Tone } from '../ui/tag.tsx';
import { Time } from '../ui/time.tsx';
import './desk.css';
import { Compared } from './draws-compared.tsx';

type Page = Answer<'readDrawsOfDay'>;
type Draw = Page['draws'][number] & { readonly day: string };

const TONES: Readonly<Record<string, Tone>> = { drawn: 'good', void: 'bad', open: 'busy' };
const PAGE = 50;

/** The draws of a day with their proofs, and whether those of a period look like chance. */
export function DrawsPage() {
  const { say } = useLanguage();
  useTitle(say('draws.title'));
  const [search, setSearch] = useSearchParams();
  const day = /^\d{4}-\d\d-\d\d$/.exec(search.get('day') ?? '')?.[0];
  const mayCompare = useRight('draws.compare');
  return (
    <>
      <h1>{say('draws.title')}</h1>
      <p className="soft">
        {say('draws.lead')} <a href="/draws/verify">{say('draws.verify')}</a>
      </p>
      <OfDay
        day={day}
        onDay={(chosen) => setSearch(askedWith({ day: chosen }), { replace: true })}
      />
      <section>
        <h2>{say('draws.compare')}</h2>
        {mayCompare ? (
          <Compared />
        ) : (
          <Barred why={say('draws.compare.why')}>{say('draws.compare.show')}</Barred>
        )}
      </section>
    </>
  );
}

function OfDay({
  day,
  onDay,
}: {
  readonly day: string | undefined;
  readonly onDay: (day: string) => void;
}) {
  const { say } = useLanguage();
  const query = { limit: PAGE, ...(day && { day }) };
  const pages = useInfiniteQuery({
    queryKey: ['readDrawsOfDay', query],
    queryFn: ({ pageParam, signal }) =>
      call('readDrawsOfDay', {
        query: { ...query, ...(pageParam > 0 && { after: pageParam }) },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: ({ draws }) => (draws.length < PAGE ? null : draws.at(-1)?.sequence),
  });
  const columns = useColumns();
  return (
    <>
      <div className="asked day">
        <Field
          {...{ label: say('draws.day'), type: 'date', isNeeded: false }}
          value={day ?? pages.data?.pages[0]?.day ?? ''}
          onType={onDay}
        />
      </div>
      <Pages
        of={pages}
        rowsOf={(page) => page.draws.map((one): Draw => ({ ...one, day: page.day }))}
        none={say('draws.none')}
        label={say('draws.title')}
        columns={columns}
        keyOf={({ sequence }) => sequence}
      />
    </>
  );
}

function useColumns(): readonly Column<Draw>[] {
  const { say } = useLanguage();
  return [
    {
      ...{ key: 'no', title: say('draws.no') },
      cell: ({ sequence, series }) => (
        <>
          <b>{sequence}</b>
          <span className="soft">{wordOr(say, 'draws.series', series)}</span>
        </>
      ),
    },
    { key: 'at', title: say('draws.at'), cell: ({ openedAt }) => <Time at={openedAt} /> },
    {
      ...{ key: 'state', title: say('draws.state') },
      cell: ({ state }) => (
        <Tag tone={TONES[state] ?? 'calm'}>{wordOr(say, 'draws.state', state)}</Tag>
      ),
    },
    {
      ...{ key: 'size', title: say('draws.size'), isNumber: true },
      cell: ({ size }) => <span>{size}</span>,
    },
    {
      ...{ key: 'hashes', title: say('draws.hashes') },
      cell: ({ targetsHash, officersHash }) => (
        <>
          <span className="no hash">{targetsHash}</span>
          <span className="soft no hash">{officersHash}</span>
        </>
      ),
    },
    { key: 'proof', title: say('draws.proof'), cell: (draw) => <Proof of={draw} /> },
  ];
}

/** The file of a draw names who was drawn: it is there when that is of no use to anybody. */
function Proof({ of: { day, sequence, isShowable } }: { readonly of: Draw }) {
  const { say } = useLanguage();
  if (!isShowable) {
    return (
      <span className="proof">
        <Barred why={say('draws.proof.why')}>{say('draws.proof.verify')}</Barred>
      </span>
    );
  }
  const name = `${day}/${sequence}`;
  return (
    <span className="proof">
      <a
        href={`/draws/verify#/draws/${name}.json`}
        aria-label={`${say('draws.proof.verify')} ${name}`}
      >
        {say('draws.proof.verify')}
      </a>{' '}
      <a
        href={`/draws/${name}.json`}
        download={`draw-${day}-${sequence}.json`}
        aria-label={`${say('draws.proof.load')} ${name}`}
      >
        {say('draws.proof.load')}
      </a>
    </span>
  );
}
