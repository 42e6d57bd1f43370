import { isoShanghai } from '../base/dates.ts';
import { formatFen, formatScaled5 } from '../base/fen.ts';
import { declarationHeads, declaredPlaces } from '../export/summary/declaration-store.ts';
import type { SumLine } from '../export/summary/declare.ts';
import type { Month } from '../export/summary/months.ts';
import {
  type CountedGroup,
  endOfLook,
  findGroup,
  pageOfGroups,
  pageOfLines,
  pageOfLists,
} from '../export/summary/view-store.ts';
import type { Sql } from '../io/postgres.ts';

/** A page that goes on behind `next`; null at the end. */
type Page<Row> = { readonly rows: readonly Row[]; readonly next: string | null };

/** How closed export lists of channel B are merged, for those whose they are. */
export type Summaries = ReturnType<typeof summariesOn>;

/**
 * Views of the monthly summary down to each line of a list (EXP-5). `party` is the seller or
 * declarant whose it must be; null sees all.
 */
export function summariesOn(sql: Sql) {
  const own = async (id: number, party: string | null): Promise<CountedGroup | null> => {
    const group = await findGroup(sql, id);
    const isOwn = party === null || group?.ebcCode === party || group?.agentCode === party;
    return isOwn ? group : null;
  };
  return {
    /** Groups of a month, those begun first before the others. */
    page: async (month: Month, party: string | null, after: string, limit: number) => {
      const groups = await pageOfGroups(sql, month, party, Number(after), limit + 1);
      return pageOf(groups.map(groupJson), limit, ({ id }) => id);
    },
    /** One group with a page of its sums and where each was declared; null when it is not there. */
    view: async (id: string, party: string | null, after: string, limit: number) => {
      const group = await own(Number(id), party);
      if (group === null) return null;
      const lines = await pageOfLines(sql, group.id, Number(after), limit + 1);
      const declarations = await declarationHeads(sql, group.id);
      const numbers = lines.map(({ lineNo }) => lineNo);
      const places = await declaredPlaces(sql, group.id, numbers);
      const { rows, next } = pageOf(
        lines.map((line) => ({ ...lineJson(line), declared: places.get(line.lineNo) ?? null })),
        limit,
        ({ lineNo }) => String(lineNo),
      );
      return {
        group: groupJson(group),
        declarations: declarations.map(declarationJson),
        rows,
        next,
      };
    },
    /** Lists of a group, or those in one of its sums; null when it is not there. */
    lists: async (
      id: string,
      party: string | null,
      { line, after, limit }: { line: number | null; after: string; limit: number },
    ) => {
      const group = await own(Number(id), party);
      if (group === null) return null;
      const lists = await pageOfLists(sql, group.id, line, after, limit + 1);
      const end = line === null ? null : await endOfLook(sql, group.id, after);
      const shown = lists.map(({ listNo, logisticsNo, lineNos }) => ({
        ...{ listNo, logisticsNo },
        lines: lineNos.map((lineNo, i) => ({ gnum: i + 1, lineNo: lineNo > 0 ? lineNo : null })),
      }));
      const { rows, next } = pageOf(shown, limit, ({ listNo }) => listNo);
      return { rows, next: next ?? end };
    },
  };
}

function pageOf<Row>(rows: readonly Row[], limit: number, nameOf: (row: Row) => string): Page<Row> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > limit && last !== undefined ? nameOf(last) : null };
}

function groupJson({ id, month, firstClosed, lastClosed, ...rest }: CountedGroup) {
  return {
    ...rest,
    ...{ id: String(id), month: month.slice(0, 7) },
    ...{ firstClosed: isoShanghai(firstClosed), lastClosed: isoShanghai(lastClosed) },
  };
}

function lineJson({ lineNo, keys, sums: { uses, total, ...amounts } }: SumLine) {
  const { qty, qty1, qty2, gross, net } = amounts;
  return {
    ...{ lineNo, ...keys, uses, total: formatFen(total) },
    ...{ qty: formatScaled5(qty), qty1: formatScaled5(qty1), qty2: formatScaled5(qty2) },
    ...{ gross: formatScaled5(gross), net: formatScaled5(net) },
  };
}

function declarationJson({
  declSeqNo,
  entryId,
  version,
  at,
  reason,
  gross,
  net,
  uses,
}: Awaited<ReturnType<typeof declarationHeads>>[number]) {
  return {
    ...{ declSeqNo, entryId, version, at: isoShanghai(at), reason, uses },
    ...{ gross: formatScaled5(gross), net: formatScaled5(net) },
  };
}
