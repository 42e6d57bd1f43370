import { deriveDraw } from '../../inspection/derive.ts';
import type { Target } from '../../inspection/draw-file.ts';
import { type Change, changed, type Drawn, readDraw } from './rewrite-codec.ts';
import type { CheatStage } from './stage.ts';

/** A parcel that a draw of the line had in its pool, and its list. */
export type Victim = {
  readonly draw: Drawn;
  readonly target: Target;
  readonly listNo: string;
  readonly preNo: string;
};

type Row = { listNo: string; preNo: string; day: string; sequence: number };

const DRAWN = `
  select list_no as "listNo", pre_no as "preNo", drawn_day as day, drawn_sequence as sequence
  from inspection.inspections i join inspection.draws d on d.day = drawn_day
    and d.sequence = drawn_sequence and d.state = 'drawn'
  where label = 'random' and serial = 1 and concluded_at is null order by list_no`;

/** A parcel that was drawn and waits to be inspected; null when there is none. */
export async function drawnParcel({ db, random }: CheatStage): Promise<Victim | null> {
  const rows = await db.query<Row>(DRAWN);
  return rows.length === 0 ? null : victimOf(db, random.pick(rows));
}

const RELEASED = `
  select list_no as "listNo", pre_no as "preNo", d.day, d.sequence
  from clearance.cases c join inspection.draws d on d.stream = c.stream
    and d.facts_sequence = c.sequence and d.state = 'drawn'
  where c.state = '800' order by list_no`;

/** A parcel that was in a pool, not drawn, and released; null when there is none. */
export async function sparedParcel({ db, random }: CheatStage): Promise<Victim | null> {
  const rows = await db.query<Row>(RELEASED);
  for (const row of random.shuffle(rows)) {
    const victim = await victimOf(db, row);
    if (victim !== null) return victim;
  }
  return null;
}

async function victimOf(db: CheatStage['db'], row: Row): Promise<Victim | null> {
  const draw = await readDraw(db, row.day, row.sequence);
  const target = draw?.input.targets.body.find(({ id }) => id === row.preNo);
  return draw === null || target === undefined ? null : { draw, target, ...row };
}

const SMALLEST = `
  select day, sequence from inspection.draws where series = 'line' and state = 'drawn' and size > 0
  order by size, day, sequence limit 1`;

/** The draw of the line with the smallest pool; null when there is none. */
export async function smallDraw({ db }: CheatStage): Promise<Drawn | null> {
  const [row] = await db.query<Pick<Row, 'day' | 'sequence'>>(SMALLEST);
  return row === undefined ? null : readDraw(db, row.day, row.sequence);
}

/** Tries before an operator gives up to find a secret that pleases. */
const TRIES = 2_000;
const SECRET_BYTES = 32;

/** A secret of the first party under which a draw comes out as it pleases; null for none. */
export function grind(
  { random }: CheatStage,
  draw: Drawn,
  pleases: (drawn: readonly string[]) => boolean,
): Change | null {
  for (let i = 0; i < TRIES; i += 1) {
    const change = { secret: Buffer.from(random.bytes(SECRET_BYTES)).toString('hex') };
    const { result } = deriveDraw(changed(draw, change));
    if (pleases(result.map(({ target }) => target))) return change;
  }
  return null;
}

/** The drawn targets of a draw. */
export const drawnOf = ({ derived }: Drawn): string[] => {
  return derived.result.map(({ target }) => target);
};
