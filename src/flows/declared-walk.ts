import { asList } from '../b2b/list-form.ts';
import { type PassedRow, passedDeclarations, passedSteps } from '../b2b/passed-store.ts';
import { type BusinessDate, DAY, startOfDay } from '../base/dates.ts';
import { decodeExportOrder, decodeExportWaybill } from '../documents/export-terms-codec.ts';
import type { DocumentRef } from '../documents/terms.ts';
import { termsInDatabase } from '../documents/terms-shelf.ts';
import type { Sql } from '../io/postgres.ts';
import { saidBy } from './b2b-body.ts';
import { worthOf } from './b2b-look.ts';
import { decodeRested } from './b2b-rested-codec.ts';
import type { PassedExport, Walk } from './decided-walk.ts';

/** Declarations that are read at once, each with its body. */
const PAGE = 200;

/**
 * The customs declarations of a day that passed, in the form of lists (`ref` is their customs
 * number), in pages and in the order in which they were decided.
 */
export async function* walkPassedDeclarations(
  sql: Sql,
  day: BusinessDate,
  { from, until, every }: Walk,
): AsyncGenerator<PassedExport[]> {
  const start = startOfDay(day);
  const [first, end] = [Math.max(from, start), Math.min(until, start + DAY)];
  const keys = await passedSteps(sql, first, end, every);
  for (let next = 0; next < keys.length; next += PAGE) {
    yield asExports(sql, await passedDeclarations(sql, keys.slice(next, next + PAGE)));
  }
}

async function asExports(sql: Sql, rows: readonly PassedRow[]): Promise<PassedExport[]> {
  const kept = rows.map(({ rested }) => decodeRested(rested));
  const orders = await read(
    sql,
    kept.map(({ refs }) => refs.order),
    decodeExportOrder,
  );
  const waybills = await read(
    sql,
    kept.map(({ refs }) => refs.waybill),
    decodeExportWaybill,
  );
  return rows.map((row, i) => {
    const { facts } = kept[i]!;
    const { terms } = saidBy(row);
    const names = new Map(facts.enterprises.map(({ code, name }) => [code, name]));
    const nameOf = (code: string) => names.get(code) ?? null;
    const beside = { order: orders[i]!, waybill: waybills[i]!, nameOf, at: facts.at };
    const value = worthOf({ declared: row, terms });
    return { ref: row.entryId, list: asList(terms, beside), facts, value };
  });
}

/** Terms of filed records; null where there is none, or its day lies in a file. */
async function read<T>(
  sql: Sql,
  refs: readonly (DocumentRef | undefined)[],
  decode: (text: string) => T,
): Promise<(T | null)[]> {
  const texts = await termsInDatabase(
    sql,
    refs.filter((ref) => ref !== undefined),
  );
  let next = 0;
  return refs.map((ref) => {
    const kept = ref === undefined ? null : texts[next++]!;
    return kept === null ? null : decode(kept.text);
  });
}
