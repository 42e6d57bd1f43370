import { Button } from 'antd';
import { useLanguage } from '../app/language.tsx';
import { Choices } from '../ui/choices.tsx';
import { Tag } from '../ui/tag.tsx';
import { countedWith, type Waiting } from './count-queue.ts';
import { type CountRow, type SheetLot, spot } from './count-sheet.ts';

/** What was counted of lots by the platform and by what waits. */
export type Tally = {
  readonly rows: ReadonlyMap<string, CountRow>;
  readonly waiting: readonly Waiting[];
};

/** What is counted of a lot at its place so far; null where nothing is. */
export function countedOf(lot: SheetLot, { rows, waiting }: Tally): string | null {
  const told = rows.get(spot(lot))?.shelf ?? null;
  const own = waiting.filter((one) => one.lot === lot.lotNo && one.location === lot.location);
  return countedWith(told, own);
}

/** The places of a sheet with how many of their lots are counted; the one stood at is marked. */
export function Places({
  sheet,
  tally,
  place,
  onPlace,
}: {
  readonly sheet: readonly SheetLot[];
  readonly tally: Tally;
  readonly place: string;
  readonly onPlace: (place: string) => void;
}) {
  const { say } = useLanguage();
  const places = Map.groupBy(sheet, ({ location }) => location);
  return (
    <section className="places">
      <h2>{say('count.places')}</h2>
      <Choices label={say('count.places')}>
        {[...places].map(([location, lots]) => {
          const done = lots.filter((lot) => countedOf(lot, tally) !== null).length;
          return (
            <button
              type="button"
              key={location}
              className={done === lots.length ? 'done' : ''}
              aria-pressed={location === place}
              onClick={() => onPlace(location)}
            >
              <b className="no">{location}</b> {done}/{lots.length}
            </button>
          );
        })}
      </Choices>
    </section>
  );
}

/** The lots of one place: what is counted of each, to be counted by a touch. */
export function LotsHere({
  sheet,
  tally,
  place,
  onCount,
  onNothing,
}: {
  readonly sheet: readonly SheetLot[];
  readonly tally: Tally;
  readonly place: string;
  readonly onCount: (lot: SheetLot, sets: boolean) => void;
  readonly onNothing: (lot: SheetLot) => void;
}) {
  const { say, pick } = useLanguage();
  const lots = sheet.filter(({ location }) => location === place);
  if (lots.length === 0) return null;
  return (
    <section>
      <h2>{say('count.here', { n: place })}</h2>
      <ul className="lots">
        {lots.map((lot) => {
          const counted = countedOf(lot, tally);
          return (
            <li key={spot(lot)}>
              <p>
                <b className="no">{lot.lotNo}</b> {lot.name}{' '}
                <Tag tone={counted === null ? 'busy' : 'good'}>
                  {counted === null
                    ? say('count.not')
                    : `${counted} ${pick(lot.unitZh, lot.unitEn)}`}
                </Tag>
              </p>
              <p className="hands">
                <Button size="large" onClick={() => onCount(lot, counted !== null)}>
                  {say(counted === null ? 'count.one' : 'count.again')}
                </Button>
                {counted === null && (
                  <Button size="large" onClick={() => onNothing(lot)}>
                    {say('count.nothing')}
                  </Button>
                )}
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
