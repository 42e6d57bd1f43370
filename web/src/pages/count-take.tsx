import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { type Answer, call } from '../api/call.ts';
import { Failure } from '../app/failure.tsx';
import { useLanguage } from '../app/language.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Tag } from '../ui/tag.tsx';
import { CountForm } from './count-form.tsx';
import { LotsHere, Places } from './count-places.tsx';
import type { Sent, Waiting } from './count-queue.ts';
import { type Count, type SheetLot, spot } from './count-sheet.ts';
import { type Target, targetOf } from './count-steps.ts';
import type { useWaiting } from './count-waiting.ts';

/** All lots that a stock-take has to count; read once, so that counting goes on without network. */
function useSheet(countNo: string) {
  return useQuery({
    queryKey: ['readCountSheet', countNo],
    queryFn: async ({ signal }) => {
      const lots: SheetLot[] = [];
      for (let after: string | null = ''; after !== null; ) {
        const query: { after?: string } = after === '' ? {} : { after };
        const page: Answer<'readCountSheet'> = await call('readCountSheet', {
          ...{ path: { countNo }, query, signal },
        });
        lots.push(...page.lots);
        after = page.next;
      }
      return lots;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

type TakeProps = { readonly count: Count; readonly waiting: ReturnType<typeof useWaiting> };

/** Counting, place by place. */
export function Take({ count, waiting }: TakeProps) {
  const { say } = useLanguage();
  const sheet = useSheet(count.countNo);
  if (sheet.isPending) return <Skeleton lines={6} label={say('loading')} />;
  if (sheet.data === undefined) {
    return <Failure error={sheet.error} retry={() => void sheet.refetch()} />;
  }
  return <Counting count={count} waiting={waiting} sheet={sheet.data} />;
}

function Counting({ count, waiting, sheet }: TakeProps & { readonly sheet: readonly SheetLot[] }) {
  const [search, setSearch] = useSearchParams();
  const [target, aim] = useState<Target | null>(null);
  // A scanner types its next code before the address has followed.
  const [place, stand] = useState(search.get('place') ?? '');
  const rows = useMemo(() => new Map(count.rows.map((row) => [spot(row), row])), [count.rows]);
  const tally = { rows, waiting: waiting.all };
  const goTo = (location: string): void => {
    aim(null);
    stand(location);
    setSearch(location === '' ? {} : { place: location }, { replace: true });
  };
  return (
    <div className="panels">
      <div>
        <CountForm
          {...{ sheet, place, target }}
          onPlace={goTo}
          onTarget={aim}
          onCount={waiting.add}
        />
        <WaitingLine {...waiting} />
      </div>
      <div>
        <LotsHere
          {...{ sheet, tally, place }}
          onCount={(lot, sets) => aim(targetOf(lot, place, sets))}
          onNothing={({ lotNo: lot, recordNo }) =>
            waiting.add({ location: place, lot, recordNo, quantity: '0', sets: true })
          }
        />
        <Places {...{ sheet, tally, place }} onPlace={goTo} />
      </div>
    </div>
  );
}

const WORDS = { told: 'count.told', away: 'count.away', over: 'count.over' } as const satisfies {
  readonly [S in Sent]: string;
};

/** How many wait, whether the platform can be reached, and what it said no to. */
export function WaitingLine({
  all,
  state,
  isKept,
  drop,
  again,
}: Pick<ReturnType<typeof useWaiting>, 'all' | 'state' | 'isKept' | 'drop' | 'again'>) {
  const { say } = useLanguage();
  const open = all.filter(({ refused }) => refused === null).length;
  const refused = all.filter((one): one is Refused => one.refused !== null);
  return (
    <section className="waiting" aria-label={say('count.waiting')}>
      <p role="status">
        <Tag tone={open === 0 ? 'good' : 'busy'}>
          {open === 0 ? say('count.waiting.none') : say('count.waiting.n', { n: open })}
        </Tag>{' '}
        {open > 0 && say(WORDS[state])}
      </p>
      {!isKept && <p role="alert">{say('count.unkept')}</p>}
      {refused.length > 0 && (
        <ul className="lots" aria-label={say('count.refused')}>
          {refused.map((one) => (
            <RefusedOne key={one.key} one={one} drop={drop} again={again} />
          ))}
        </ul>
      )}
    </section>
  );
}

type Refused = Waiting & { readonly refused: NonNullable<Waiting['refused']> };

function RefusedOne({
  one,
  drop,
  again,
}: {
  readonly one: Refused;
  readonly drop: (one: Waiting) => void;
  readonly again: (one: Waiting) => void;
}) {
  const { say, pick } = useLanguage();
  const [zh, en] = one.refused;
  return (
    <li>
      <p>
        <Tag tone="bad">{say('count.refused')}</Tag> <b className="no">{one.location}</b>{' '}
        <span className="no">{one.lot}</span> {one.quantity}
      </p>
      <p>{pick(zh, en)}</p>
      <p className="hands">
        <Button size="large" onClick={() => again(one)}>
          {say('again')}
        </Button>
        <Button size="large" danger onClick={() => drop(one)}>
          {say('count.drop')}
        </Button>
      </p>
    </li>
  );
}
