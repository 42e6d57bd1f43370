import './tour.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { call } from '../api/call.ts';
import { Refused } from '../app/deed.tsx';
import { Failure } from '../app/failure.tsx';
import { useLanguage } from '../app/language.tsx';
import { useTitle } from '../app/title.ts';
import { Facts } from '../ui/facts.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { TourSteps } from './tour-steps.tsx';
import type { TourView } from './tour-view.ts';
import { TourZone } from './tour-zone.tsx';

/** Milliseconds between two looks at what became of the parcel. */
const LOOK = 1_000;
/** Milliseconds between two documents that are sent by themselves: time to read what is said. */
const PACE = 2_500;

/** A newcomer sees a parcel through: no account, the real interface. */
export function TourPage() {
  const { say } = useLanguage();
  const [search, setSearch] = useSearchParams();
  const id = search.get('id') ?? '';
  useTitle(say('tour.title'));
  const there = useQuery({
    queryKey: ['isTour'],
    queryFn: ({ signal }) => call('isTour', { signal }),
  });
  const begin = useMutation({
    mutationFn: () => call('beginTour'),
    onSuccess: (made) => setSearch({ id: made.id }),
  });
  return (
    <div className="tour">
      <h1>{say('tour.title')}</h1>
      <p>{say('tour.lead')}</p>
      {there.isPending && <Skeleton lines={3} label={say('loading')} />}
      {there.isError && <Failure error={there.error} retry={() => void there.refetch()} />}
      {there.data?.isThere === false && <p role="status">{say('tour.none')}</p>}
      {there.data?.isThere === true && (
        <>
          <p className="go">
            <Button
              type={id === '' ? 'primary' : 'default'}
              loading={begin.isPending}
              onClick={() => begin.mutate()}
            >
              {say(id === '' ? 'tour.begin' : 'tour.again')}
            </Button>
          </p>
          <Refused deed={begin} />
          {id !== '' && <Parcel key={id} id={id} />}
        </>
      )}
    </div>
  );
}

/** Whether nothing more will become of it by itself. */
function isEnd({ declaration }: TourView): boolean {
  return declaration?.verdict !== null && declaration !== null;
}

function Parcel({ id }: { readonly id: string }) {
  const { say } = useLanguage();
  const queries = useQueryClient();
  const [plays, setPlays] = useState(false);
  const asked = useQuery({
    queryKey: ['readTour', id],
    queryFn: ({ signal }) => call('readTour', { path: { id }, signal }),
    refetchInterval: ({ state: { data } }) => (data !== undefined && isEnd(data) ? false : LOOK),
  });
  const send = useMutation({
    mutationFn: (document: TourView['messages'][number]['document']) =>
      call('sendTourDocument', { path: { id }, body: { document } }),
    onSuccess: (now) => queries.setQueryData(['readTour', id], now),
    onError: () => setPlays(false),
  });
  const next = asked.data?.messages.find(({ sentAt }) => sentAt === null)?.document;
  const { mutate, isPending } = send;
  useEffect(() => {
    if (!plays || next === undefined || isPending) return;
    const later = setTimeout(() => mutate(next), PACE);
    return () => clearTimeout(later);
  }, [plays, next, isPending, mutate]);
  if (asked.isError) return <Failure error={asked.error} retry={() => void asked.refetch()} />;
  if (asked.data === undefined) return <Skeleton lines={6} label={say('loading')} />;
  const view = asked.data;
  return (
    <>
      <Told view={view} />
      <section>
        <h2>{say('tour.documents')}</h2>
        {next !== undefined && (
          <p className="go">
            <Button onClick={() => setPlays(!plays)}>
              {say(plays ? 'tour.pause' : 'tour.play')}
            </Button>
          </p>
        )}
        <Refused deed={send} />
        <TourSteps view={view} next={next} isBusy={isPending} send={mutate} />
      </section>
      <TourZone view={view} />
    </>
  );
}

function Told({ view }: { readonly view: TourView }) {
  const { say } = useLanguage();
  const goods = view.goods.map(({ name, quantity, price }) => `${name} ${quantity} × ${price}`);
  return (
    <section>
      <h2>{say('tour.parcel')}</h2>
      <Facts
        of={[
          [
            say('tour.orderNo'),
            <span key="no" className="no">
              {view.orderNo}
            </span>,
          ],
          [say('tour.platform'), view.platform],
          [say('tour.seller'), view.seller],
          [say('tour.warehouse'), view.warehouse],
          [say('tour.buyer'), view.buyer],
          [say('tour.goods'), goods.join('; ')],
          [say('tour.freight'), view.freight],
          [say('tour.tax'), view.tax],
        ]}
      />
    </section>
  );
}
