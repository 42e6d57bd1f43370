import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { call } from '../api/call.ts';
import { Coded } from '../app/coded.tsx';
import { Failure } from '../app/failure.tsx';
import { useLanguage, wordOr } from '../app/language.tsx';
import { useMe, useRight } from '../app/session.tsx';
import { State } from '../app/state.tsx';
import { useTitle } from '../app/title.ts';
import { Facts } from '../ui/facts.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import { Documents } from './list-documents.tsx';
import { Findings } from './list-findings.tsx';
import { Bills, Refunds, Tax } from './list-tax.tsx';
import { Timeline } from './list-timeline.tsx';
import type { View } from './list-view.ts';

/** One declaration list: where it stands and why, what it rests on, and what it costs. */
export function ListPage() {
  const { say } = useLanguage();
  const { listNo = '' } = useParams();
  const { role } = useMe();
  const name = role === 'enterprise' ? 'readDeclaration' : 'readAnyDeclaration';
  const asked = useQuery({
    queryKey: [name, listNo],
    queryFn: ({ signal }) => call(name, { path: { listNo }, signal }),
  });
  useTitle(asked.data?.invtNo ?? listNo);
  return (
    <>
      <p className="crumb">
        <Link to="/declarations">{say('back')}</Link>
      </p>
      <h1 className="no">{asked.data?.invtNo ?? listNo}</h1>
      {asked.isPending && <Skeleton lines={10} label={say('loading')} />}
      {asked.isError && <Failure error={asked.error} retry={() => void asked.refetch()} />}
      {asked.isSuccess && <Whole view={asked.data} />}
    </>
  );
}

function Whole({ view }: { readonly view: View }) {
  const { say } = useLanguage();
  const mayCopy = useRight('lists.declare');
  return (
    <>
      <p className="standing">
        <State of={view.status} />{' '}
        {mayCopy && view.export === null && (
          <Link to={`/declare?copy=${view.preNo}`}>{say('declare.like')}</Link>
        )}
      </p>
      {view.verdict !== null && (
        <section>
          <h2>{say('list.findings')}</h2>
          <Findings of={view.verdict.findings} />
        </section>
      )}
      <section>
        <h2>{say('list.facts')}</h2>
        <Declared view={view} />
      </section>
      <section>
        <h2>{say('list.timeline')}</h2>
        <Timeline view={view} />
      </section>
      <section>
        <h2>{say('list.documents')}</h2>
        <Documents listNo={view.preNo} />
      </section>
      <Tax view={view} />
      <Bills view={view} />
      <Refunds view={view} />
      {view.export !== null && <Leaving part={view.export} />}
    </>
  );
}

function Declared({ view }: { readonly view: View }) {
  const { say } = useLanguage();
  return (
    <Facts
      of={[
        [say('f.preNo'), view.preNo],
        [say('f.invtNo'), view.invtNo],
        [say('f.copNo'), view.copNo],
        [say('f.order'), view.orderNo],
        [say('f.waybill'), `${view.logisticsNo} (${view.logisticsCode})`],
        [say('f.ebp'), view.ebpCode],
        [say('f.ebc'), view.ebcCode],
        [say('f.agent'), view.agentCode],
        [say('f.customs'), <Coded key="customs" table="customs" code={view.customsCode} />],
        [say('f.declDate'), view.declDate],
        [say('f.profile'), view.verdict?.profileVersion],
      ]}
    />
  );
}

function Leaving({ part }: { readonly part: NonNullable<View['export']> }) {
  const { say } = useLanguage();
  const { passage, returns } = part;
  return (
    <section>
      <h2>{say('list.export')}</h2>
      <Facts
        of={[
          [say('f.tradeMode'), <Coded key="mode" table="tradeMode" code={part.tradeMode} />],
          [say('f.flag'), part.statisticsFlag],
          [say('f.ieDate'), part.ieDate],
          [say('f.country'), <Coded key="country" table="country" code={part.country} />],
          [say('f.channel'), passage?.channel],
          [say('f.fob'), passage?.fob],
          [say('f.billNo'), passage?.billNo],
          [say('f.releasedAt'), passage?.releasedAt && <Time at={passage.releasedAt} />],
          [say('f.closedAt'), passage?.closedAt && <Time at={passage.closedAt} />],
        ]}
      />
      {returns.length > 0 && (
        <>
          <h3>{say('list.returns')}</h3>
          {returns.map(({ preNo, state, due }) => (
            <Facts
              key={preNo}
              of={[
                [say('refund.no'), preNo],
                [say('refund.state'), wordOr(say, 'refund.state', state)],
                [say('refund.due'), due],
              ]}
            />
          ))}
        </>
      )}
    </section>
  );
}
