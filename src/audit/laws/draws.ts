import type { Instant } from '../../base/dates.ts';
import type { Sql } from '../../io/postgres.ts';
import type { DrawAgain } from '../draw-again.ts';
import { againProblems, blockProblems, drawName, rowProblems } from '../draw-problems.ts';
import {
  BLOCKS,
  type BlockRow,
  DRAW_PAGE,
  DRAWS as DRAW_ROWS,
  type DrawRow,
  nameOf,
  sourceOf,
} from '../draw-reader.ts';
import { keyedNumbers } from '../hash-table.ts';
import type { Law, Scope, Tally, WitnessWatch } from '../law.ts';
import { type Peek, pages, rowsOf } from '../snapshot.ts';

/**
 * Each draw has a number of a block whose commitments were published before it was opened, none is
 * left out, and everything in it comes out again: the hashes of both registries, secrets that open
 * their commitments and were shown afterwards and in time, who was drawn, and how many of each
 * layer. What a void draw had drawn is carried over and was not released all the same; nothing is
 * drawn for again and again. What somebody outside noted down is there as it was.
 */
export const DRAWS: Law = {
  id: 'draws',
  title: 'Every draw comes out again from what was published before its seed',
  watch: (tally, scope) => ({ finish: () => checkDraws(tally, scope) }),
};

/** Milliseconds after which a draw that came to nothing is void. */
const MOST_OPEN = 600_000;

/** What is gathered on the way, for all draws together. */
type Books = {
  /** How often a parcel was in the pool of a void draw. */
  readonly voided: ReturnType<typeof keyedNumbers>;
  drawn: number;
  /** Released by one process at the moment when the draw of another one failed. */
  raced: number;
  /** Draws of officers that hold, and void ones. */
  sent: number;
  unsent: number;
  blocks: number;
  unused: number;
  incomplete: number;
};

async function checkDraws(tally: Tally, scope: Scope): Promise<void> {
  const books: Books = {
    ...{ voided: keyedNumbers(), drawn: 0, raced: 0, sent: 0, unsent: 0 },
    ...{ blocks: 0, unused: 0, incomplete: 0 },
  };
  const witness = scope.witness?.watch(tally) ?? null;
  const blocks = blocksOf(tally, scope, books, witness);
  for await (const rows of pages<DrawRow>(scope.sql, 'audit_draws', DRAW_ROWS, DRAW_PAGE)) {
    const made: Made[] = [];
    const recusals = await recusalsOf(scope.sql, rows);
    for (const row of rows) {
      const block = await blocks.of(row);
      const own = recusals.get(nameOf(row)) ?? [];
      const found = checkDraw(tally, scope, books, row, block, own);
      if (found !== null) made.push(found);
      witness?.onDraw(row);
    }
    await checkVoids(tally, scope.sql, books, made);
    await checkOfficers(tally, scope.sql, books, made);
  }
  await blocks.end();
  witness?.finish();
  tellAll(tally, books);
}

type Recused = { day: string; sequence: number; target: string; replacement: string | null };

const RECUSALS = `
  select day, sequence, target, replacement from inspection.recusals
  where (day, sequence) in (select * from unnest($1::date[], $2::integer[]))
  order by day, sequence, position`;

/** Who stood back after these draws, in order, by the name of the draw. */
async function recusalsOf(sql: Sql, rows: readonly DrawRow[]): Promise<Map<string, Recused[]>> {
  const own = rows.filter(({ series }) => series === 'officers');
  if (own.length === 0) return new Map();
  const found = await sql.query<Recused>(RECUSALS, [
    own.map(({ day }) => day),
    own.map(({ sequence }) => sequence),
  ]);
  return Map.groupBy(found, nameOf);
}

/** A draw and what came out again. */
type Made = { readonly row: DrawRow; readonly drawn: DrawAgain['drawn'] };

/** Checks one draw. @returns what was drawn, unless it cannot be worked out or is of no sample */
function checkDraw(
  tally: Tally,
  { now, sampleOf }: Scope,
  books: Books,
  row: DrawRow,
  block: BlockRow | null,
  recusals: readonly Recused[],
): Made | null {
  const tell = (problems: readonly string[]): void => {
    tally.check(problems.length === 0, () => `${drawName(row)} ${problems.join(', ')}`);
  };
  if (row.series === 'line') books.drawn += row.drawn ?? 0;
  const isLate = row.state === 'open' && row.opened_at < now - MOST_OPEN;
  const late = isLate ? ['was opened and came to nothing'] : [];
  if (block === null) {
    tell(['has a number that nobody committed to', ...late]);
    return null;
  }
  const stoodBack = recusals.map(({ target }) => target);
  const source = sourceOf(row, block, stoodBack);
  if (source === null) {
    tell(['has a registry that cannot be read', ...late]);
    return null;
  }
  const problems = [...late, ...rowProblems(row, block, source)];
  if (row.state !== 'void' && Number.parseInt(row.targets_hash.slice(0, 7), 16) % sampleOf !== 0) {
    tell(problems);
    return null;
  }
  const stoodIn = recusals.map(({ replacement }) => replacement);
  const { again, problems: more } = againProblems(row, source, stoodIn);
  tell([...problems, ...more]);
  if (again.outcome !== 'complete') books.incomplete += 1;
  if (row.state === 'void') {
    for (const { id } of source.targets) {
      const at = books.voided.place(id);
      books.voided.numbers()[at]! += 1;
    }
  }
  return { row, drawn: again.drawn };
}

/** The block of each draw, for draws that come in the order of their numbers. */
type Blocks = { of(row: DrawRow): Promise<BlockRow | null>; end(): Promise<void> };

const BLOCK_PAGE = 50;

function blocksOf(
  tally: Tally,
  { sql }: Scope,
  books: Books,
  witness: WitnessWatch | null,
): Blocks {
  const source: Peek<BlockRow> = rowsOf(sql, 'audit_blocks', BLOCKS, BLOCK_PAGE);
  let current: BlockRow | null = null;
  /** The number that comes next in the current block. */
  let due = 0;
  const leave = (): void => {
    if (current !== null && due === current.first) books.unused += 1;
  };
  const next = async (): Promise<void> => {
    leave();
    const before = current;
    current = (await source.take()) ?? null;
    if (current === null) return;
    books.blocks += 1;
    due = current.first;
    const problems = blockProblems(current);
    if (before?.day === current.day && before.first + before.count > current.first) {
      problems.push('has numbers that were committed to before');
    }
    const { day, first } = current;
    tally.check(problems.length === 0, () => `block ${day}/${first} ${problems.join(', ')}`);
    witness?.onBlock(current);
  };
  return {
    of: async (row) => {
      while ((await source.peek()) !== undefined && (current === null || isBehind(row, current))) {
        await next();
      }
      if (current === null || !isWithin(row, current)) return null;
      const skipped = row.sequence - due;
      due = row.sequence + 1;
      tally.check(skipped === 0, () => `draw ${nameOf(row)} comes after ${skipped} that are gone`);
      return current;
    },
    end: async () => {
      while ((await source.peek()) !== undefined) await next();
      leave();
    },
  };
}

function isBehind({ day, sequence }: DrawRow, block: BlockRow): boolean {
  return block.day < day || (block.day === day && block.first + block.count <= sequence);
}

function isWithin({ day, sequence }: DrawRow, { day: own, first, count }: BlockRow): boolean {
  return own === day && first <= sequence && sequence < first + count;
}

const CARRIED = 'select pre_no from inspection.carried where pre_no = any($1::text[])';

/** Lists and declarations of these numbers that were released and never inspected. */
const released = (lists: string, schema: string): string => `
  select l.pre_no, c.list_no, c.decided_at from documents.${lists} l
  cross join lateral (
    select list_no, decided_at from ${schema}.cases
    where ebp_code = l.ebp_code and order_no = l.order_no and pre_no = l.pre_no and state = '800'
    union all
    select list_no, decided_at from ${schema}.past_cases
    where ebp_code = l.ebp_code and order_no = l.order_no and pre_no = l.pre_no and state = '800'
  ) c
  where l.pre_no = any($1::text[])
    and not exists (select from inspection.inspections i where i.list_no = c.list_no)`;
const RELEASED = `${released('lists', 'clearance')}
  union all ${released('export_lists', 'export')}
  union all
  select decl_seq_no, d.entry_id, s.at from b2b.declarations d join b2b.steps s using (decl_seq_no)
  where decl_seq_no = any($1::text[]) and s.state in ('600', '800')
    and not exists (select from inspection.inspections i where i.list_no = d.entry_id)`;

type Released = { pre_no: string; list_no: string; decided_at: Instant };

/** Two processes that decide the same list do so within this many milliseconds. */
const MOMENT = 10_000;

async function checkVoids(
  tally: Tally,
  sql: Sql,
  books: Books,
  made: readonly Made[],
): Promise<void> {
  const voids = made.filter(({ row }) => row.state === 'void' && row.series === 'line');
  const ids = voids.flatMap(({ drawn }) => drawn.map(({ target }) => target));
  if (ids.length === 0) return;
  const rows = await sql.query<{ pre_no: string }>(CARRIED, [ids]);
  const carried = new Set(rows.map(({ pre_no }) => pre_no));
  const released = new Map(
    (await sql.query<Released>(RELEASED, [ids])).map((one) => [one.pre_no, one]),
  );
  for (const { row, drawn } of voids) {
    for (const { target: id } of drawn) {
      tally.check(carried.has(id), () => `parcel ${id} of void ${drawName(row)} is not carried`);
      const one = released.get(id);
      const apart = one === undefined ? 0 : Math.abs(one.decided_at - row.opened_at);
      if (one !== undefined && apart <= MOMENT) books.raced += 1;
      tally.check(apart <= MOMENT, () => {
        return `list ${one?.list_no} was released although ${drawName(row)} had drawn it`;
      });
    }
  }
}

/** Inspections of these lists with the draw that sent officers, and who was sent first. */
const SENT = `
  select i.list_no, i.officers_day || '/' || i.officers_sequence as draw, o.opened_at,
    i.concluded_at, p.origin, array[p.first, p.second] as pair
  from inspection.inspections i
  left join inspection.draws o on o.day = i.officers_day and o.sequence = i.officers_sequence
  left join inspection.pairs p on p.list_no = i.list_no and p.serial = i.serial and p.position = 1
  where i.list_no = any($1::text[])`;

type Sent = {
  list_no: string;
  draw: string | null;
  opened_at: Instant | null;
  concluded_at: Instant | null;
  origin: string | null;
  pair: readonly (string | null)[];
};

/** Whoever was drawn goes first, and no other draw takes their place. */
async function checkOfficers(
  tally: Tally,
  sql: Sql,
  books: Books,
  made: readonly Made[],
): Promise<void> {
  const own = made.filter(({ row }) => row.series === 'officers');
  books.sent += own.filter(({ row }) => row.state === 'drawn').length;
  books.unsent += own.filter(({ row }) => row.state === 'void').length;
  const drawn = own.flatMap(({ row, drawn: pairs }) => {
    return row.state === 'drawn' ? pairs.map((one) => ({ row, ...one })) : [];
  });
  if (drawn.length === 0) return;
  const rows = await sql.query<Sent>(SENT, [drawn.map(({ target }) => target)]);
  const sent = Map.groupBy(rows, ({ list_no }) => list_no);
  for (const { row, target, pair } of drawn) {
    const problem = pairProblem(row, pair, sent.get(target) ?? []);
    tally.check(problem === null, () => `list ${target} ${problem} ${drawName(row)} drew`);
  }
}

function pairProblem(row: DrawRow, pair: readonly string[], sent: readonly Sent[]): string | null {
  const one = sent.find(({ draw }) => draw === nameOf(row));
  if (one === undefined) {
    // Two draws at the same moment: the faster one holds, or there is nothing to inspect any more.
    const times = sent.map(({ opened_at, concluded_at }) => opened_at ?? concluded_at);
    const isLate = times.some((at) => at !== null && Math.abs(at - row.opened_at) <= MOMENT);
    return isLate || pair.length === 0 ? null : 'is not inspected by those that';
  }
  if (pair.length === 0) return one.origin === 'drawn' ? 'has officers that nobody drew and' : null;
  const same = one.origin === 'drawn' && one.pair.join() === pair.join();
  return same ? null : 'is inspected by others than';
}

/** More void draws than this for one parcel are no accident, however often a batch is halved. */
const MOST_VOIDS = 30;
/** Races are rare: more than these and a hundredth of what was drawn are none. */
const FEW = 3;

function tellAll(tally: Tally, books: Books): void {
  const { voided, drawn, raced, sent, unsent, blocks, unused, incomplete } = books;
  const often = voided.numbers().reduce((sum, n) => sum + (n > MOST_VOIDS ? 1 : 0), 0);
  tally.check(often === 0, () => `${often} parcels were drawn for again and again`);
  tally.check(raced <= FEW + drawn / 100, () => {
    return `${raced} lists were released at the moment when a void draw had drawn them`;
  });
  tally.check(unused <= FEW || unused * 10 <= blocks, () => {
    return `${unused} of ${blocks} blocks were committed to and never used`;
  });
  tally.check(unsent <= FEW + sent / 20, () => {
    return `${unsent} draws of officers were made and came to nothing`;
  });
  if (raced > 0) tally.note(`${raced} lists were decided twice at once, and released`);
  if (incomplete > 0) tally.note(`${incomplete} draws lacked a share of their seed`);
}
