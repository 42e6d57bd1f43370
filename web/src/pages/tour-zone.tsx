import { Link } from 'react-router';
import { useLanguage } from '../app/language.tsx';
import { State } from '../app/state.tsx';
import { Findings } from './list-findings.tsx';
import { Tax } from './list-tax.tsx';
import { Timeline } from './list-timeline.tsx';
import type { TourView } from './tour-view.ts';

/** What customs made of the parcel, and where to go on. */
export function TourZone({ view }: { readonly view: TourView }) {
  const { say } = useLanguage();
  const { declaration, milliseconds } = view;
  const isReleased = declaration?.status === '800' || declaration?.status === '899';
  return (
    <>
      <section aria-live="polite">
        <h2>{say('tour.zone')}</h2>
        {declaration === null && <p className="soft">{say('tour.zone.idle')}</p>}
        {declaration !== null && (
          <>
            <p>
              <span className="no">{declaration.invtNo ?? declaration.preNo}</span>{' '}
              <State of={declaration.verdict === null ? 'waiting' : declaration.status} />
            </p>
            {isReleased && milliseconds !== null && (
              <p className="verdict">
                {say('tour.released', {
                  n: String(milliseconds),
                  m: declaration.verdict?.tax?.total ?? '0.00',
                })}
              </p>
            )}
            <Timeline view={declaration} />
            {(declaration.verdict?.findings.length ?? 0) > 0 && (
              <Findings of={declaration.verdict?.findings ?? []} />
            )}
          </>
        )}
      </section>
      {declaration !== null && <Tax view={declaration} />}
      {declaration?.verdict && <Next listNo={declaration.invtNo ?? declaration.preNo} />}
    </>
  );
}

function Next({ listNo }: { readonly listNo: string }) {
  const { say } = useLanguage();
  return (
    <section>
      <h2>{say('tour.next')}</h2>
      <ul>
        <li>
          <Link to={`/declarations/${listNo}`}>{say('tour.next.list')}</Link>
        </li>
        <li>
          <Link to="/cockpit">{say('tour.next.cockpit')}</Link>
        </li>
        <li>
          <a href="/docs">{say('tour.next.docs')}</a>
        </li>
        <li>
          {say('tour.next.explain')} <code>npx onestep explain {listNo}</code>
        </li>
      </ul>
    </section>
  );
}
