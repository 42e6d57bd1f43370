import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { call } from '../api/call.ts';
import { Refused, useDeed } from '../app/deed.tsx';
import { Failure } from '../app/failure.tsx';
import { useLanguage } from '../app/language.tsx';
import { useMe } from '../app/session.tsx';
import { useTitle } from '../app/title.ts';
import { Choices } from '../ui/choices.tsx';
import { Facts } from '../ui/facts.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Table } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';
import '../ui/fields.css';
import './count.css';
import { Decide } from './count-decide.tsx';
import { Differences, openRows, Settled } from './count-differences.tsx';
import { type Count, spot } from './count-sheet.ts';
import { CountState, Scope } from './count-state.tsx';
import { Take, WaitingLine } from './count-take.tsx';
import { useWaiting } from './count-waiting.ts';

/** One stock-take: firms count and settle it, customs decides where it has to. */
export function CountPage() {
  const { say } = useLanguage();
  const { countNo = '' } = useParams();
  const isFirm = useMe().role === 'enterprise';
  useTitle(`${say('count.one.title')} ${countNo}`);
  const name = isFirm ? 'readCount' : 'readCountOfAny';
  const { data, error, isPending, refetch } = useQuery({
    queryKey: [name, countNo],
    queryFn: ({ signal }) => call(name, { path: { countNo }, signal }),
  });
  return (
    <>
      <p className="crumb">
        <Link to="/counts">{say('count.back')}</Link>
      </p>
      <h1 className="no">{countNo}</h1>
      {isPending && <Skeleton lines={6} label={say('loading')} />}
      {data === undefined && error !== null && (
        <Failure error={error} retry={() => void refetch()} />
      )}
      {data !== undefined && (isFirm ? <Own count={data} /> : <Any count={data} />)}
    </>
  );
}

type Of = { readonly count: Count };

/** While one counts the head is folded away: the fields come first on a phone. */
function Folded({ count }: Of) {
  const { say } = useLanguage();
  return (
    <details className="head">
      <summary>
        <CountState of={count.state} /> {say('count.about')}
      </summary>
      <Head count={count} />
    </details>
  );
}

function Own({ count }: Of) {
  const { say } = useLanguage();
  const { party } = useMe();
  const [search] = useSearchParams();
  const waiting = useWaiting(count.countNo, party);
  const isOpen = count.state === 'approved';
  const tab = search.get('tab') === 'differences' || !isOpen ? 'differences' : 'count';
  return (
    <>
      {isOpen && tab === 'count' ? (
        <Folded count={count} />
      ) : (
        <>
          <p className="standing apart">
            <CountState of={count.state} />
          </p>
          <Head count={count} />
        </>
      )}
      {isOpen && (
        <div className="tabs">
          <Choices label={say('count.tabs')}>
            <Link to="?" aria-current={tab === 'count' ? 'page' : undefined}>
              {say('count.tab.count')}
            </Link>
            <Link to="?tab=differences" aria-current={tab === 'differences' ? 'page' : undefined}>
              {say('count.tab.differences')}
            </Link>
          </Choices>
        </div>
      )}
      {isOpen && tab === 'count' && <Take count={count} waiting={waiting} />}
      {isOpen && tab === 'differences' && (
        <>
          <Differences count={count} waits={waiting.all.length} />
          <Cancel count={count} />
        </>
      )}
      {!isOpen && waiting.all.length > 0 && <WaitingLine {...waiting} />}
      <Settled count={count} />
    </>
  );
}

function Any({ count }: Of) {
  const { say } = useLanguage();
  const { differing, uncounted } = openRows(count);
  const rows = [...new Set([...differing, ...(count.state === 'approved' ? uncounted : [])])];
  return (
    <>
      <p className="standing apart">
        <CountState of={count.state} />
      </p>
      <Head count={count} />
      <Decide count={count} />
      {rows.length > 0 && (
        <Table
          label={say('count.tab.differences')}
          rows={rows}
          keyOf={spot}
          columns={[
            {
              ...{ key: 'lot', title: say('count.lot') },
              cell: ({ lotNo, recordNo }) => (
                <>
                  <b className="no">{lotNo}</b>
                  <span className="soft">
                    {count.lines.find((line) => line.recordNo === recordNo)?.name}
                  </span>
                </>
              ),
            },
            {
              ...{ key: 'place', title: say('count.place') },
              cell: ({ location }) => <span className="no">{location}</span>,
            },
            {
              ...{ key: 'shelf', title: say('count.shelf'), isNumber: true },
              cell: ({ shelf }) => <span>{shelf ?? say('count.not')}</span>,
            },
            {
              ...{ key: 'book', title: say('count.book'), isNumber: true },
              cell: ({ book }) => <span>{book}</span>,
            },
          ]}
        />
      )}
      <Settled count={count} />
    </>
  );
}

function Head({ count }: Of) {
  const { say } = useLanguage();
  const { notice } = count;
  return (
    <Facts
      of={[
        [
          say('count.col.book'),
          <span key="book" className="no">
            {count.bookNo}
          </span>,
        ],
        [say('count.scope'), <Scope key="scope" of={count} />],
        [say('count.blind'), say(count.blind ? 'count.blind.yes' : 'count.blind.no')],
        [say('count.since'), <Time key="since" at={count.madeAt} />],
        [say('count.refusedBy'), count.refused],
        [say('count.agreed'), count.agreedAt && <Time key="agreed" at={count.agreedAt} />],
        [
          say('count.notice'),
          notice && (
            <span key="notice" className="no">
              {notice.dutyNo}
            </span>
          ),
        ],
        [say('count.notice.total'), notice?.total],
        [say('count.notice.due'), notice?.due],
      ]}
    />
  );
}

/** Takes the stock-take back; asked twice, as what was counted is then of no use. */
function Cancel({ count: { countNo } }: Of) {
  const { say } = useLanguage();
  const [isSure, setSure] = useState(false);
  const deed = useDeed('cancelPaper', ['readCount', 'listCounts']);
  return (
    <section>
      <p className="soft">{say('count.cancel.lead')}</p>
      {isSure ? (
        <Button
          danger
          size="large"
          loading={deed.isPending}
          onClick={() => deed.mutate({ path: { kind: 'count', paperNo: countNo } })}
        >
          {say('count.cancel.sure')}
        </Button>
      ) : (
        <Button size="large" onClick={() => setSure(true)}>
          {say('count.cancel')}
        </Button>
      )}
      <Refused deed={deed} />
    </section>
  );
}
