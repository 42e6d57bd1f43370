import { type KeyboardEvent, useRef, useState } from 'react';
import { Link } from 'react-router';
import { useLanguage } from '../app/language.tsx';
import type { Kind, Place } from './stock-plan-colours.ts';
import { type Cell, layOut, neighbour, readPlaceCode } from './stock-plan-layout.ts';
import './stock-plan.css';

/** Places in a line of the plan, and how large each is drawn. */
const [MOST, WIDE, HIGH, LEFT] = [20, 54, 46, 44];

type PlanProps = {
  readonly places: readonly Place[];
  readonly zone: string;
  readonly kinds: ReadonlyMap<string, Kind>;
  /** Places at which nothing lies of what is asked for are drawn pale. */
  readonly isAsked: boolean;
  /** The place that is open. */
  readonly at: string;
  readonly to: (location: string) => string;
};

/**
 * One zone of a warehouse, drawn. The keyboard comes to one place and goes on by arrows; a table of
 * the same places stands below for those who do not see it.
 */
export function Plan({ places, zone, kinds, isAsked, at, to }: PlanProps) {
  const { say } = useLanguage();
  const own = useRef<SVGSVGElement>(null);
  const { cells, bands, width, height } = layOut(places, zone, MOST);
  const [last, setLast] = useState('');
  const reached =
    [last, at].find((one) => cells.some(({ place }) => place.location === one)) ??
    cells[0]?.place.location;
  const onKey = (event: KeyboardEvent, cell: Cell<Place>): void => {
    const next = neighbour(cells, cell, event.key);
    if (next === null) return;
    event.preventDefault();
    setLast(next.place.location);
    const name = CSS.escape(next.place.location);
    own.current?.querySelector<SVGElement>(`[data-place="${name}"]`)?.focus();
  };
  return (
    <nav className="plan" aria-label={`${say('plan.title')} ${zone}`}>
      <svg ref={own} width={LEFT + width * WIDE} height={height * HIGH}>
        <title>{`${say('plan.title')} ${zone}`}</title>
        {bands.map(({ name, y }) => (
          <text key={name} x={LEFT - 8} y={y * HIGH + HIGH / 2} className="band">
            {name}
          </text>
        ))}
        {cells.map((cell) => (
          <PlaceCell
            key={cell.place.location}
            cell={cell}
            kind={kinds.get(cell.place.location)}
            isPale={isAsked && cell.place.fitting === 0}
            isOpen={cell.place.location === at}
            isReached={cell.place.location === reached}
            to={to(cell.place.location)}
            onKey={(event) => onKey(event, cell)}
          />
        ))}
      </svg>
    </nav>
  );
}

type CellProps = {
  readonly cell: Cell<Place>;
  readonly kind: Kind | undefined;
  readonly isPale: boolean;
  readonly isOpen: boolean;
  readonly isReached: boolean;
  readonly to: string;
  readonly onKey: (event: KeyboardEvent) => void;
};

function PlaceCell({ cell, kind, isPale, isOpen, isReached, to, onKey }: CellProps) {
  const { say } = useLanguage();
  const { place, x, y } = cell;
  const { location, lots } = place;
  const told = lots === 0 ? say('plan.empty') : say('plan.cell.lots', { n: lots, m: kind?.word });
  const tone = kind === undefined || kind.tone < 0 ? 'empty' : `t${kind.tone}`;
  const { column } = readPlaceCode(location);
  const mark = lots === 0 ? '–' : `${kind?.mark ?? ''} ${lots}`;
  // The name has what is seen in it (WCAG 2.5.3), which ends the code of the place.
  const name = say('plan.cell', { n: `${location} ${mark}`, m: told });
  return (
    <Link
      to={to}
      preventScrollReset
      data-place={location}
      tabIndex={isReached ? 0 : -1}
      aria-label={name}
      aria-current={isOpen ? 'true' : undefined}
      className={`${tone}${isPale ? ' pale' : ''}`}
      onKeyDown={onKey}
    >
      <title>{name}</title>
      <g transform={`translate(${LEFT + x * WIDE} ${y * HIGH})`}>
        <rect x={2} y={2} width={WIDE - 4} height={HIGH - 4} rx={5} />
        <text x={WIDE / 2} y={18} fontSize={Math.min(12, (WIDE * 1.5) / column.length)}>
          {column}
        </text>{' '}
        <text x={WIDE / 2} y={35} className="mark">
          {mark}
        </text>
        {place.frozen && <path d={`M ${WIDE - 14} 2 h 12 v 12 z`} className="frozen" />}
      </g>
    </Link>
  );
}
