import type { Instant } from '../../base/dates.ts';
import { instantText, type Sql } from '../../io/postgres.ts';
import { LINE_COLUMNS, type LineRow, lineOf, lineTypes, lineValues } from './columns.ts';
import { type DeclarationLine, totalOf } from './declare.ts';

/** A declaration in one of its versions. */
export type Declaration = {
  /** The number that customs and enterprise call it by before it has been handed in. */
  readonly declSeqNo: string;
  readonly entryId: string;
  /** From 1; a correction adds one. */
  readonly version: number;
  readonly sumNo: string;
  /** Its place among those of the application, from 1. */
  readonly position: number;
  readonly groupId: number;
  readonly at: Instant;
  /** Why it was corrected; null of the first version. */
  readonly reason: string | null;
  /** Lines by their numbers (gseqno); of a later version those alone that it changes. */
  readonly lines: readonly (DeclarationLine & { readonly gseqno: number })[];
};

/** Weights of a declaration in 0.00001 kg, and the list lines in it. */
export type DeclarationTotals = {
  readonly gross: bigint;
  readonly net: bigint;
  readonly uses: number;
};

const ADD = `
  insert into export.declarations (at, decl_seq_no, version, position, group_id, uses, gross, net,
    sum_no, entry_id, reason)
  select $1::timestamptz, u.*
  from unnest($2::text[], $3::smallint[], $4::integer[], $5::integer[], $6::integer[],
    $7::numeric[], $8::numeric[], $9::text[], $10::text[], $11::text[]) as u`;

const ADD_LINES = `
  insert into export.declaration_lines (decl_seq_no, version, gseqno, line_nos, ${LINE_COLUMNS})
  select decl_seq_no, version, gseqno, line_nos::integer[], ${LINE_COLUMNS}
  from unnest($1::text[], $2::smallint[], $3::smallint[], $4::text[], ${lineTypes(5)})
    as u (decl_seq_no, version, gseqno, line_nos, ${LINE_COLUMNS})`;

/** Lines in one statement: its parameters stay below some megabytes. */
const LINES_AT_ONCE = 10_000;

/** Writes declarations, or versions of them. One statement, and one for each 10,000 lines. */
export async function addDeclarations(
  tx: Sql,
  declarations: readonly (Declaration & DeclarationTotals)[],
  at: Instant,
): Promise<void> {
  const of = <T>(value: (one: Declaration & DeclarationTotals) => T) => declarations.map(value);
  await tx.execute(ADD, [
    instantText(at),
    ...[of(({ declSeqNo }) => declSeqNo), of(({ version }) => version)],
    ...[of(({ position }) => position), of(({ groupId }) => groupId), of(({ uses }) => uses)],
    ...[of(({ gross }) => gross), of(({ net }) => net), of(({ sumNo }) => sumNo)],
    ...[of(({ entryId }) => entryId), of(({ reason }) => reason)],
  ]);
  const lines = declarations.flatMap(({ declSeqNo, version, lines: own }) =>
    own.map((line) => ({ declSeqNo, version, ...line })),
  );
  for (let from = 0; from < lines.length; from += LINES_AT_ONCE) {
    const some = lines.slice(from, from + LINES_AT_ONCE);
    await tx.execute(ADD_LINES, [
      some.map(({ declSeqNo }) => declSeqNo),
      some.map(({ version }) => version),
      some.map(({ gseqno }) => gseqno),
      some.map(({ lineNos }) => `{${lineNos.join(',')}}`),
      ...lineValues(some),
    ]);
  }
}

/** What the lines of a declaration add up to. */
export function totalsOf(lines: readonly DeclarationLine[]): DeclarationTotals {
  const { gross, net, uses } = totalOf(lines);
  return { gross, net, uses };
}

type Head = Omit<Declaration, 'lines'>;
type HeadRow = Head & { readonly gross: string; readonly net: string; readonly uses: number };

const HEADS = `
  select distinct on (decl_seq_no) decl_seq_no as "declSeqNo", entry_id as "entryId", version,
    sum_no as "sumNo", position, group_id as "groupId", at, reason, gross, net, uses
  from export.declarations`;

const OF_GROUPS = `${HEADS} where group_id = any($1::integer[]) order by decl_seq_no, version desc`;

const FIRST = `${HEADS} where sum_no = $1 and position >= $2 and position < $3 and version = 1
  order by decl_seq_no`;

const LINES = `
  select distinct on (decl_seq_no, gseqno) decl_seq_no as "declSeqNo", gseqno,
    line_nos as "lineNos", ${LINE_COLUMNS}
  from export.declaration_lines
  where decl_seq_no = any($1::text[]) and version <= $2::smallint
  order by decl_seq_no, gseqno, version desc`;

type Row = LineRow & Pick<DeclarationLine, 'lineNos'> & { declSeqNo: string; gseqno: number };

/** The latest versions of the declarations of these groups, with all of their lines. */
export async function declarationsOfGroups(
  sql: Sql,
  groupIds: readonly number[],
): Promise<(Declaration & DeclarationTotals)[]> {
  const heads = await sql.query<HeadRow>(OF_GROUPS, [groupIds]);
  return withLines(sql, heads, LAST);
}

/** The latest versions of the declarations of a group, without their lines. One statement. */
export async function declarationHeads(
  sql: Sql,
  groupId: number,
): Promise<(Head & DeclarationTotals)[]> {
  const heads = await sql.query<HeadRow>(OF_GROUPS, [[groupId]]);
  return heads.map((head) => ({ ...head, gross: BigInt(head.gross), net: BigInt(head.net) }));
}

/** Where a sum of a group was declared. */
export type DeclaredAt = Pick<Declaration, 'declSeqNo' | 'entryId'> & { readonly gseqno: number };

// Versions change what lines add up to, never which sums they are of.
const PLACES = `
  select d.decl_seq_no as "declSeqNo", d.entry_id as "entryId", l.gseqno, l.line_nos as "lineNos"
  from export.declarations d
  join export.declaration_lines l on l.decl_seq_no = d.decl_seq_no and l.version = 1
  where d.group_id = $1 and d.version = 1 and l.line_nos && $2::integer[]`;

/** In which line of which declaration these sums of a group are, by number. One statement. */
export async function declaredPlaces(
  sql: Sql,
  groupId: number,
  lineNos: readonly number[],
): Promise<Map<number, DeclaredAt>> {
  const rows = await sql.query<DeclaredAt & { readonly lineNos: readonly number[] }>(PLACES, [
    groupId,
    lineNos,
  ]);
  return new Map(
    rows.flatMap(({ lineNos: own, ...place }) => own.map((lineNo) => [lineNo, place] as const)),
  );
}

/** The first versions of declarations of an application, at the positions [from, until). */
export async function declarationsAt(
  sql: Sql,
  sumNo: string,
  from: number,
  until: number,
): Promise<(Declaration & DeclarationTotals)[]> {
  const heads = await sql.query<HeadRow>(FIRST, [sumNo, from, until]);
  return (await withLines(sql, heads, 1)).sort((a, b) => a.position - b.position);
}

const LAST = 32_767;

async function withLines(sql: Sql, heads: readonly HeadRow[], version: number) {
  const lines = new Map<string, Declaration['lines'][number][]>();
  const rows = await sql.query<Row>(LINES, [heads.map(({ declSeqNo }) => declSeqNo), version]);
  for (const row of rows) {
    const line = { gseqno: row.gseqno, lineNos: row.lineNos, ...lineOf(row) };
    const own = lines.get(row.declSeqNo);
    if (own === undefined) lines.set(row.declSeqNo, [line]);
    else own.push(line);
  }
  return heads.map((head) => ({
    ...head,
    gross: BigInt(head.gross),
    net: BigInt(head.net),
    lines: lines.get(head.declSeqNo) ?? [],
  }));
}
