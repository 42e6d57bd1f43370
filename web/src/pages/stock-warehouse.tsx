import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { call } from '../api/call.ts';
import { Failure } from '../app/failure.tsx';
import { useLanguage } from '../app/language.tsx';
import { More } from '../app/pages.tsx';
import { useTitle } from '../app/title.ts';
import { Choices } from '../ui/choices.tsx';
import { Pick } from '../ui/pick.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useIsFirm } from './stock-parts.tsx';
import { AtPlace, PlaceTable } from './stock-place.tsx';
import { Plan } from './stock-plan.tsx';
import { type Asked, usePlanAsked } from './stock-plan-asked.ts';
import { COLOURS, kindsOf, type Place } from './stock-plan-colours.ts';
import { layOut, zonesOf } from './stock-plan-layout.ts';
import { BookPick, GoodsPick } from './stock-plan-tools.tsx';

/** The warehouse of a book as a plan, coloured by what one asks, and what lies at a place. */
export function WarehousePage() {
  const { say } = useLanguage();
  const asked = usePlanAsked();
  useTitle(say('plan.title'));
  return (
    <>
      <p className="crumb">
        {asked.bookNo === '' ? (
          <Link to="/stock">{say('stock.to')}</Link>
        ) : (
          <Link to={`/stock/${asked.bookNo}`}>{say('stock.to.book', { n: asked.bookNo })}</Link>
        )}
      </p>
      <h1>{say('plan.title')}</h1>
      <p className="soft">{say('plan.lead')}</p>
      <BookPick asked={asked} />
      {asked.bookNo !== '' && <Warehouse key={asked.bookNo} asked={asked} />}
    </>
  );
}

/** Places that are drawn without being asked for further ones. */
const DRAWN = 5_000;

function usePlaces({ bookNo, recordNo, owner }: Asked) {
  const isFirm = useIsFirm();
  const pages = useInfiniteQuery({
    queryKey: ['listBookPlaces', bookNo, recordNo, owner],
    queryFn: ({ pageParam, signal }) => {
      const filter = { ...(recordNo && { recordNo }), ...(owner && { owner }) };
      const query = { ...filter, limit: 1_000, ...(pageParam && { after: pageParam }) };
      const given = { path: { bookNo }, query, signal };
      return call(isFirm ? 'listBookPlaces' : 'listBookPlacesOfAny', given);
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const places = pages.data?.pages.flatMap((page) => [...page.places]) ?? [];
  const { hasNextPage, isFetching, fetchNextPage } = pages;
  const isShort = places.length < DRAWN;
  useEffect(() => {
    if (hasNextPage && !isFetching && isShort) void fetchNextPage();
  }, [hasNextPage, isFetching, isShort, fetchNextPage]);
  return { pages, places };
}

function Warehouse({ asked }: { readonly asked: Asked }) {
  const { say } = useLanguage();
  const { pages, places } = usePlaces(asked);
  if (pages.isPending) return <Skeleton lines={10} label={say('loading')} />;
  if (pages.isError) return <Failure error={pages.error} retry={() => void pages.refetch()} />;
  if (places.length === 0) return <p className="empty">{say('plan.none')}</p>;
  return (
    <>
      <Drawn asked={asked} places={places} />
      <More of={pages} />
      {asked.at !== '' && <AtPlace bookNo={asked.bookNo} location={asked.at} />}
    </>
  );
}

function Drawn({ asked, places }: { readonly asked: Asked; readonly places: readonly Place[] }) {
  const { say } = useLanguage();
  const zones = zonesOf(places);
  const zone = zones.find((one) => one === asked.zone) ?? zones[0] ?? '';
  const { kinds, legend } = kindsOf(places, asked.colour, say);
  const owners = [...new Set(places.flatMap((place) => [...place.owners]))].sort();
  const isAsked = asked.recordNo !== '' || asked.owner !== '';
  const cells = layOut(places, zone, 1).cells.map(({ place }) => place);
  const named = (one: string) =>
    one === '' ? say('plan.zone.other') : say('plan.zone', { n: one });
  return (
    <section>
      <div className="plan-tools">
        <Pick
          label={say('plan.colour')}
          value={asked.colour}
          options={COLOURS.map((one) => [one, say(`plan.by.${one}`)])}
          onPick={(by) => asked.go({ by })}
        />
        <Pick
          label={say('plan.owner')}
          value={asked.owner}
          options={[
            ['', say('plan.owner.any')],
            ...[...new Set([...owners, ...(asked.owner ? [asked.owner] : [])])].map(
              (one) => [one, one] as const,
            ),
          ]}
          onPick={(owner) => asked.go({ owner })}
        />
        <GoodsPick asked={asked} />
      </div>
      <Choices label={say('plan.zones')}>
        {zones.map((one) => (
          <Link
            key={one}
            to={asked.addressOf({ zone: one, at: '' })}
            aria-current={one === zone ? 'page' : undefined}
          >
            {named(one)}
          </Link>
        ))}
      </Choices>
      <h2>{named(zone)}</h2>
      <ul className="legend" aria-label={say('plan.legend')}>
        {legend.map(({ word, mark, tone }) => (
          <li key={word}>
            <b className={`t${tone}`}>{mark}</b>
            {word}
          </li>
        ))}
      </ul>
      <Plan
        key={zone}
        {...{ places, zone, kinds, isAsked, at: asked.at }}
        to={(at) => `${asked.addressOf({ at })}#place`}
      />
      <PlaceTable
        places={isAsked ? cells.filter(({ fitting }) => fitting > 0) : cells}
        asked={asked}
        kinds={kinds}
      />
    </section>
  );
}
