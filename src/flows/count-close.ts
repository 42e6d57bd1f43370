import { businessDate } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { stockFinding } from '../bonded/codes.ts';
import type { Count, Settling } from '../bonded/count.ts';
import { scansOf } from '../bonded/count-store.ts';
import { booksOf } from '../bonded/deeds-codec.ts';
import { documentOf, isStanding, type PaperId } from '../bonded/paper.ts';
import { changePapers, loadPapers } from '../bonded/paper-store.ts';
import { accountText, settleCount } from '../bonded/settle.ts';
import { applyStock, StockRace } from '../bonded/store.ts';
import type { Sql } from '../io/postgres.ts';
import { accountKey } from '../ledger/movement.ts';
import { balances } from '../ledger/store.ts';
import { type Book, STOCK_STATUSES, stockAccount } from '../registry/book.ts';
import { linesOfBook } from '../registry/book-facts.ts';
import { countFor, rowsOf } from './counts.ts';
import type { House } from './house.ts';
import { shortageTaxes } from './shortage-tax.ts';
import { inTurn, storedOf } from './stock-papers.ts';
import type { Changed } from './stock-release.ts';

/**
 * Closes a count: see `settleCount`. The book follows the shelf in one change, and its goods move
 * again. Closed before: nothing is done. Null when there is no such count of the declarant's.
 */
export function closeCount(
  house: House,
  countNo: string,
  settlings: readonly Settling[],
  declarant: string,
): Promise<Result<Changed<Count> | null, Finding[]>> {
  return inTurn(house, async (tx) => {
    const found = await countFor(tx, countNo, declarant);
    if (found === null) return ok(null);
    const { count, book } = found;
    if (count.state === 'closed') return ok({ paper: count, changed: false });
    if (count.state !== 'approved') {
      return fail([stockFinding('BND-STATE', null, { paper: countNo, state: count.state })]);
    }
    const at = house.clock.now();
    const facts = await settleFacts(tx, house, count, book, settlings);
    const { findings, change, settled } = settleCount(count, settlings, facts);
    if (findings.length > 0) return fail([...findings]);
    await applyStock(tx, change, at, countNo);
    const closed: Count = {
      ...{ ...count, state: 'closed', holds: null, changedAt: at },
      body: { ...count.body, settled },
    };
    await changePapers(tx, [storedOf(closed)], at);
    // From here on nothing is scanned any more; what was scanned meanwhile is judged anew.
    const scanned = await scansOf(tx, countNo);
    if (scanned.length !== facts.scans.length) throw new StockRace('scanned while it was closed');
    return ok({ paper: closed, changed: true });
  });
}

async function settleFacts(
  tx: Sql,
  house: House,
  count: Count,
  book: Book,
  settlings: readonly Settling[],
) {
  const { rows, lots, scans } = await rowsOf(tx, count);
  const { index } = await house.registry.fresh(tx);
  const date = businessDate(house.clock.now());
  const records = [...new Set(rows.map(({ recordNo }) => recordNo))];
  const accounts = records.flatMap((record) =>
    STOCK_STATUSES.map((status) => stockAccount(count.bookNo, record, status)),
  );
  const standing = await balances(tx, accounts);
  return {
    ...{ rows, lots, scans, owner: book.enterpriseCode },
    papers: await standingPapers(tx, count.bookNo, settlings),
    free: new Map(
      accounts.map((account) => {
        const balance = standing.get(accountKey(account));
        const { limit, pending, posted } = balance ?? { limit: 0n, pending: 0n, posted: 0n };
        return [accountText(account), (limit ?? 0n) - pending - posted] as const;
      }),
    ),
    taxOf: await shortageTaxes(tx, book, await linesOfBook(tx, count.bookNo), { index, date }),
  };
}

/** Those of the papers that explanations name which are of the book and stand. */
async function standingPapers(
  tx: Sql,
  bookNo: string,
  settlings: readonly Settling[],
): Promise<Set<string>> {
  const ids = settlings.flatMap(({ document }) => {
    const [kind = '', paperNo = ''] = document?.split(' ') ?? [];
    return paperNo === '' ? [] : [{ kind, paperNo } as PaperId];
  });
  const papers = [...(await loadPapers(tx, ids)).values()];
  const standing = papers.filter((paper) => booksOf(paper).includes(bookNo) && isStanding(paper));
  return new Set(standing.map(documentOf));
}
