import { present } from '../../base/assert.ts';
import { CaseRace } from '../../base/case-race.ts';
import type { Instant } from '../../base/dates.ts';
import type { Numbers } from '../../documents/numbers.ts';
import { instantText, type Sql } from '../../io/postgres.ts';
import { LINE_COLUMNS, lineTypes, lineValues } from './columns.ts';
import { type Month, monthOf } from './months.ts';
import { type PlannedGroup, planSums } from './plan.ts';
import { type ClosedList, type GroupKeys, headKey, type LineKeys, lineKey, SUMS } from './sums.ts';

/** The series of the ids of groups; some are of no group. */
const SERIES = 'summary-group';

// Who adds to a group holds its row until the commit: nobody else writes its lines meanwhile. When
// an application closes the group first, this begins the next one of the same keys.
const GROW_GROUPS = `
  insert into export.summary_groups as g (month, first_closed, last_closed, sum_no, id, lists,
    lines_given, customs_code, ebc_code, agent_code, owner_code, traf_mode, country, port_code,
    trade_mode, loct_no, ebc_name, agent_name, owner_name)
  select $1::date, $2::timestamptz, $3::timestamptz, $4, u.*
  from unnest($5::integer[], $6::integer[], $7::integer[], $8::text[], $9::text[], $10::text[],
    $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[],
    $18::text[], $19::text[]) as u
  on conflict (month, customs_code, ebc_code, agent_code, owner_code, traf_mode, country,
    port_code, trade_mode, loct_no) where sum_no is null do update set
    lists = g.lists + excluded.lists,
    lines_given = g.lines_given + excluded.lines_given,
    first_closed = least(g.first_closed, excluded.first_closed),
    last_closed = greatest(g.last_closed, excluded.last_closed)
  returning id, lines_given as given, customs_code as "customsCode", ebc_code as "ebcCode",
    agent_code as "agentCode", owner_code as "ownerCode", traf_mode as "trafMode", country,
    port_code as "portCode", trade_mode as "tradeMode", loct_no as "loctNo"`;

const GROW_LINES = `
  insert into export.summary_lines as l (group_id, line_no, ${LINE_COLUMNS})
  select * from unnest($1::integer[], $2::integer[], ${lineTypes(3)})
  on conflict (group_id, gcode, country, currency, unit, unit1, unit2, name) do update set
    ${[...SUMS, 'uses'].map((name) => `${name} = l.${name} + excluded.${name}`).join(', ')}
  returning group_id, line_no, gcode, country, currency, unit, unit1, unit2, name`;

const ADD_LISTS = `
  insert into export.summary_lists (group_id, list_no, logistics_no, lines, closing)
  select group_id, list_no, logistics_no, lines::integer[], 1 + (
    select count(*) from export.summary_taken_back t where t.list_no = u.list_no and t.whole)
  from unnest($1::integer[], $2::text[], $3::text[], $4::text[])
    as u (group_id, list_no, logistics_no, lines)
  on conflict (list_no, closing) do nothing`;

type GroupRow = GroupKeys & { readonly id: number; readonly given: number };
type LineRow = LineKeys & { readonly group_id: number; readonly line_no: number };

/** Groups as they grew: their rows, and the numbers of their lines by the keys. */
export type Grown = {
  readonly group: PlannedGroup;
  readonly id: number;
  readonly lineNos: ReadonlyMap<string, number>;
};

/**
 * Adds lists of channel B that are closed now to the open sums of this month; one that was taken
 * back whole may be closed again. Three statements, none for none; at times one more for numbers,
 * outside of the transaction.
 * @param tx the transaction that closes them
 * @throws CaseRace when one of them is in the sums already
 */
export async function mergeClosed(
  tx: Sql,
  numbers: Numbers,
  lists: readonly ClosedList[],
  at: Instant,
): Promise<void> {
  if (lists.length === 0) return;
  const grown = await growSums(tx, numbers, planSums(lists), {
    ...{ month: monthOf(at), from: at, until: at, sumNo: null },
  });
  const written = await tx.execute(ADD_LISTS, listColumns(grown));
  if (written !== lists.length) throw new CaseRace('a list was merged meanwhile');
}

/** Where sums grow: open ones, or those of a new group that is declared at once. */
export type Growth = {
  readonly month: Month;
  /** When the first and the last of the lists were closed. */
  readonly from: Instant;
  readonly until: Instant;
  readonly sumNo: string | null;
};

/** Adds what is planned to the sums, in the order of the keys. Two statements. */
export async function growSums(
  tx: Sql,
  numbers: Numbers,
  groups: readonly PlannedGroup[],
  { month, from, until, sumNo }: Growth,
): Promise<Grown[]> {
  const ids = await numbers.take(SERIES, groups.length);
  const of = (value: (group: PlannedGroup) => string | number) => groups.map(value);
  const rows = await tx.query<GroupRow>(GROW_GROUPS, [
    ...[month, instantText(from), instantText(until), sumNo, ids],
    ...[of(({ lists }) => lists.length), of(({ lines }) => lines.length)],
    ...[of(({ head }) => head.customsCode), of(({ head }) => head.ebcCode)],
    ...[of(({ head }) => head.agentCode), of(({ head }) => head.ownerCode)],
    ...[of(({ head }) => head.trafMode), of(({ head }) => head.country)],
    ...[of(({ head }) => head.portCode), of(({ head }) => head.tradeMode)],
    ...[of(({ head }) => head.loctNo), of(({ head }) => head.ebcName)],
    ...[of(({ head }) => head.agentName), of(({ head }) => head.ownerName)],
  ]);
  const byKey = new Map(rows.map((row) => [headKey(row), row]));
  const placed = groups.map((group) => {
    const { id, given } = present(byKey.get(group.key), 'a group of sums');
    return { group, id, first: given - group.lines.length + 1 };
  });
  return growLines(tx, placed);
}

type Placed = { readonly group: PlannedGroup; readonly id: number; readonly first: number };

async function growLines(tx: Sql, placed: readonly Placed[]): Promise<Grown[]> {
  const lines = placed.flatMap(({ group, id, first }) =>
    group.lines.map((line, i) => ({ ...line, id, lineNo: first + i })),
  );
  const rows = await tx.query<LineRow>(GROW_LINES, [
    lines.map(({ id }) => id),
    lines.map(({ lineNo }) => lineNo),
    ...lineValues(lines),
  ]);
  const numbers = new Map<number, Map<string, number>>(placed.map(({ id }) => [id, new Map()]));
  for (const row of rows) numbers.get(row.group_id)?.set(lineKey(row), row.line_no);
  return placed.map(({ group, id }) => ({ group, id, lineNos: present(numbers.get(id), 'lines') }));
}

/** The lists of groups as columns: group, number, waybill, and the sums of their lines. */
export function listColumns(grown: readonly Grown[]): [number[], string[], string[], string[]] {
  const rows = grown
    .flatMap(({ group, id, lineNos }) =>
      group.lists.map(({ listNo, logisticsNo, lineKeys }) => {
        const numbers = lineKeys.map((key) =>
          key === '' ? 0 : present(lineNos.get(key), 'the sum of a line'),
        );
        return { id, listNo, logisticsNo, lines: `{${numbers.join(',')}}` };
      }),
    )
    .sort((a, b) => (a.listNo < b.listNo ? -1 : 1));
  return [
    rows.map(({ id }) => id),
    rows.map(({ listNo }) => listNo),
    rows.map(({ logisticsNo }) => logisticsNo),
    rows.map(({ lines }) => lines),
  ];
}
