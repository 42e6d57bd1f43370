import './cockpit.css';
import type { CockpitView } from '../app/cockpit-feed.ts';
import { useLanguage } from '../app/language.tsx';

/**
 * Where the offices of Henan lie towards each other: column from west to east, row from north to
 * south. Half of them are within a few kilometres of Zhengzhou, so a true map would be one heap.
 * An office that is not here comes after the others.
 */
const PLACES: Readonly<Record<string, readonly [column: number, row: number]>> = {
  ...{ '4607': [4, 1], '4618': [5, 1], '4619': [2, 2], '4614': [3, 2], '4616': [4, 2] },
  ...{ '4615': [1, 3], '4602': [2, 3], '4601': [3, 3], '4606': [4, 3], '4605': [5, 3] },
  ...{ '4609': [6, 3], '4608': [3, 4], '4611': [4, 4], '4612': [5, 4], '4604': [6, 4] },
  ...{ '4621': [4, 5], '4613': [5, 5], '4620': [6, 5], '4603': [2, 6], '4622': [3, 6] },
  ...{ '4617': [5, 6], '4610': [6, 6] },
};

const STEPS = 4;

/** The offices of the zone as tiles of a map, the darker the more was released there today. */
export function Offices({ view: { offices } }: { readonly view: CockpitView }) {
  const { say, language } = useLanguage();
  const all = Object.entries(offices);
  const most = Math.max(1, ...all.map(([, { imports, exports }]) => imports + exports));
  const [left, top] = [0, 1].map((axis) =>
    Math.min(
      ...all.map(([code]) => PLACES[code]?.[axis === 0 ? 0 : 1] ?? Number.POSITIVE_INFINITY),
    ),
  );
  return (
    <section className="offices">
      <h2>{say('cockpit.offices')}</h2>
      <ul className="tiles">
        {all.map(([code, office]) => {
          const { imports, exports, returned, inspection } = office;
          const [column, row] = PLACES[code] ?? [];
          const step = Math.ceil((STEPS * (imports + exports)) / most);
          const place = {
            ...(column !== undefined && { gridColumn: column - (left ?? 1) + 1 }),
            ...(row !== undefined && { gridRow: row - (top ?? 1) + 1 }),
          };
          return (
            <li key={code} className={`step-${step}`} style={place}>
              <b>{office[language]}</b> <span className="no">{code}</span>
              <span className="sum">{imports + exports}</span>
              <small>
                {say('cockpit.office.imports')} {imports} · {say('cockpit.office.exports')}{' '}
                {exports}
                <br />
                {say('cockpit.returned')} {returned} · {say('cockpit.inspection')} {inspection}
              </small>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
