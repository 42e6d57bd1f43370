import { businessDate } from '../base/dates.ts';
import { keyOf } from '../base/keys.ts';
import { loadLatestExportLists } from '../documents/export-list-store.ts';
import type { ExportReturnTerms } from '../documents/export-terms.ts';
import { standingExports } from '../export/case-lookup.ts';
import { exportLawOf } from '../export/facts.ts';
import { decideReturn, lastReturnDay, type ReturnableList, returnBook } from '../export/return.ts';
import { returnFinding } from '../export/return-codes.ts';
import {
  type ExportReturn,
  endReturns,
  holdLists,
  type OpenedReturn,
  openReturns,
  returnsNumbered,
  returnsOf,
} from '../export/return-store.ts';
import type { Sql } from '../io/postgres.ts';
import type { AskedExport, RequestFrame, SettledExport, SettledKind } from './export-asked.ts';
import type { House } from './house.ts';

type AskedReturn = { readonly document: AskedExport; readonly terms: ExportReturnTerms };
type Known = OpenedReturn & Pick<ExportReturn, 'state'>;

/**
 * Decides returns of exported goods (CEB213): an accepted one awaits its goods until its last day.
 * One that is deleted is taken back while it is open. The number of statements does not depend on
 * theirs.
 * @throws CaseRace when another process was faster
 */
export async function settleReturns(
  tx: Sql,
  { house, registry, at }: RequestFrame,
  asked: readonly AskedExport[],
): Promise<SettledKind> {
  const returns = returnsIn(asked);
  if (returns.length === 0) return { settled: [], receipts: new Map() };
  const listNos = returns.map(({ terms }) => terms.listNo);
  const standing = await returnableLists(tx, house, listNos);
  // After the lists are held: what others have accepted by now.
  const known = await knownReturns(tx, returns);
  const opened: Known[] = [];
  const ended: Known[] = [];
  const settled = returns.map(({ document, terms }): SettledExport => {
    const { listNo } = terms;
    const preNo = document.preNo ?? '';
    const earlier = [...known, ...opened]
      .filter((one) => one.listNo === listNo || one.preNo === preNo)
      .map((one) => (ended.includes(one) ? { ...one, state: 'withdrawn' as const } : one));
    if (document.deleted) {
      const own = known.find((one) => one.preNo === preNo && !ended.includes(one));
      const isOver = own !== undefined && own.state !== 'open';
      const over = returnFinding('RTN-ENDED', 'InvtRefundHead/appType', { preNo });
      if (own !== undefined && !isOver) ended.push(own);
      return { document, listNo, findings: isOver ? [over] : [], granted: '399' };
    }
    const day = businessDate(document.acceptedAt);
    const { returnMonths } = exportLawOf(registry.index, day);
    const list = standing.get(listNo) ?? null;
    const findings = decideReturn(terms, { standing: list, earlier, preNo, day, returnMonths });
    if (findings.length === 0 && list !== null) {
      opened.push(openedOf({ document, terms }, list, returnMonths));
    }
    return { document, listNo, findings, granted: '120' };
  });
  await openReturns(tx, opened, at);
  await endReturns(
    tx,
    ended.map(({ listNo, preNo }) => ({
      ...{ listNo, preNo, state: 'withdrawn', reason: null, tally: null },
    })),
    at,
  );
  return { settled, receipts: new Map() };
}

/** Other returns of the same lists, and what was accepted of these documents before. */
async function knownReturns(tx: Sql, returns: readonly AskedReturn[]): Promise<Known[]> {
  const ofLists = await returnsOf(
    tx,
    returns.map(({ terms }) => terms.listNo),
  );
  // A document that is changed or deleted may name another list than it did.
  const own = await returnsNumbered(
    tx,
    returns.flatMap(({ document: { preNo, version } }) => (version > 1 ? (preNo ?? []) : [])),
  );
  const listed = new Set(ofLists.map(({ preNo }) => preNo));
  return [...ofLists, ...own.filter(({ preNo }) => !listed.has(preNo))];
}

function returnsIn(asked: readonly AskedExport[]): AskedReturn[] {
  return asked.flatMap((document) => {
    const { said } = document.terms;
    return said?.kind === 'return' ? [{ document, terms: said.terms }] : [];
  });
}

function openedOf(
  { document, terms }: AskedReturn,
  { list, releasedAt }: ReturnableList,
  returnMonths: number,
): Known {
  const { listNo, customsCode, logisticsCode, logisticsNo, lines } = terms;
  return {
    ...{ listNo, preNo: document.preNo ?? '', key: document.key, state: 'open' },
    ...{ customsCode, logisticsCode, logisticsNo, bookNo: returnBook(list) },
    due: lastReturnDay(releasedAt ?? 0, returnMonths),
    lines: lines.map(({ gnum, qty }) => ({ gnum, qty })),
  };
}

/** The lists that returns name, held, by customs number. */
async function returnableLists(
  tx: Sql,
  { terms: shelf }: House,
  listNos: readonly string[],
): Promise<Map<string, ReturnableList>> {
  const released = await holdLists(tx, listNos);
  const rows = [...(await standingExports(tx, listNos)).values()];
  const orders = rows.map(({ ebpCode, orderNo }) => keyOf(ebpCode, orderNo));
  const lists = await loadLatestExportLists(tx, shelf, orders);
  return new Map(
    rows.flatMap(({ listNo, present, state }, i): [string, ReturnableList][] => {
      const list = lists.get(orders[i]!);
      if (list === undefined) return [];
      const releasedAt = released.get(listNo) ?? null;
      return [[listNo, { list: list.terms, state: present ? state : '430', releasedAt }]];
    }),
  );
}
