import { type BusinessDate, businessDate, type Instant, isoShanghai } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { stockFinding } from '../bonded/codes.ts';
import { type Count, type Settled, type Settling, settlingOf } from '../bonded/count.ts';
import { scansOf } from '../bonded/count-store.ts';
import { booksOf } from '../bonded/deeds-codec.ts';
import { documentOf, isStanding, type PaperId } from '../bonded/paper.ts';
import { changePapers, loadPapers } from '../bonded/paper-store.ts';
import { accountText, type SettleDecision, settleCount } from '../bonded/settle.ts';
import { applyStock, StockRace } from '../bonded/store.ts';
import { addNotices } from '../clearance/notice-store.ts';
import type { Sql } from '../io/postgres.ts';
import { accountKey } from '../ledger/movement.ts';
import { balances } from '../ledger/store.ts';
import { STOCK_STATUSES, stockAccount } from '../registry/book.ts';
import { linesOfBook } from '../registry/book-facts.ts';
import { countFor, type FoundCount, rowsOf } from './counts.ts';
import type { House } from './house.ts';
import { shortageNotices } from './shortage-notice.ts';
import { shortageTaxes } from './shortage-tax.ts';
import { inTurn, storedOf } from './stock-papers.ts';
import type { Changed } from './stock-release.ts';

type Closing = Promise<Result<Changed<Count> | null, Finding[]>>;

/**
 * Closes a count: see `settleCount`. The book follows the shelf in one change, and its goods move
 * again. Where goods are missing that are only explained nothing changes yet: the count waits for
 * customs, and the lines with differences stay frozen. Said before: nothing is done. Null when
 * there is no such count of the declarant's.
 */
export function closeCount(
  house: House,
  countNo: string,
  settlings: readonly Settling[],
  declarant: string,
): Closing {
  return inTurn(house, async (tx) => {
    const found = await countFor(tx, countNo, declarant);
    if (found === null) return ok(null);
    const { count } = found;
    if (count.state === 'closed' || count.state === 'declared') {
      return ok({ paper: count, changed: false });
    }
    if (count.state !== 'approved') return fail([notNow(count)]);
    const at = house.clock.now();
    const facts = await settleFacts(tx, house, found, settlings, businessDate(at));
    const decision = settleCount(count, settlings, facts);
    if (decision.findings.length > 0) return fail([...decision.findings]);
    const paper = decision.isExplainedAway
      ? await written(tx, waiting(count, decision.settled), at)
      : await closed(tx, found, decision, null, at);
    // From here on nothing is scanned any more; what was scanned meanwhile is judged anew.
    const scanned = await scansOf(tx, countNo);
    if (scanned.length !== facts.scans.length) throw new StockRace('scanned while it was closed');
    return ok({ paper, changed: true });
  });
}

/**
 * Customs agrees to a count that waits: it is judged once more, since lists were accepted and
 * papers cancelled meanwhile, and closes. The tax is that of the day on which it was declared.
 * Closed before: nothing is done. Null when there is none.
 */
export function approveCount(house: House, countNo: string): Closing {
  return inTurn(house, async (tx) => {
    const found = await countFor(tx, countNo, null);
    if (found === null) return ok(null);
    const { count } = found;
    if (count.state === 'closed') return ok({ paper: count, changed: false });
    if (count.state !== 'declared') return fail([notNow(count)]);
    const at = house.clock.now();
    const settlings = (count.body.settled ?? []).map(settlingOf);
    const declaredOn = businessDate(count.changedAt);
    const facts = await settleFacts(tx, house, found, settlings, declaredOn);
    const decision = settleCount(count, settlings, facts);
    if (decision.findings.length > 0) return fail([...decision.findings]);
    return ok({ paper: await closed(tx, found, decision, isoShanghai(at), at), changed: true });
  });
}

/**
 * Customs does not agree: the count is open again, for its lines with differences, which are
 * counted anew or taxed. Null when there is none.
 */
export function refuseCount(house: House, countNo: string, reason: string): Closing {
  return inTurn(house, async (tx) => {
    const found = await countFor(tx, countNo, null);
    if (found === null) return ok(null);
    const { count } = found;
    if (count.state !== 'declared') return fail([notNow(count)]);
    const open: Count = {
      ...{ ...count, state: 'approved' },
      body: { ...count.body, settled: null, refused: reason },
    };
    return ok({ paper: await written(tx, open, house.clock.now()), changed: true });
  });
}

function waiting({ body, ...count }: Count, settled: readonly Settled[]): Count {
  const records = [...new Set(settled.map(({ recordNo }) => recordNo))];
  const frozen = { records, locations: body.scope.locations };
  return { ...count, state: 'declared', body: { ...body, settled, frozen, refused: null } };
}

/** The shelf becomes the book, and what is taxed is billed. */
async function closed(
  tx: Sql,
  { count, book }: FoundCount,
  { change, settled, owed }: SettleDecision,
  agreedAt: string | null,
  at: Instant,
): Promise<Count> {
  await applyStock(tx, change, at, count.paperNo);
  await addNotices(tx, shortageNotices(count, book, owed, at), at);
  const body = { ...count.body, settled, frozen: null, agreedAt };
  return written(tx, { ...count, state: 'closed', holds: null, body }, at);
}

async function written(tx: Sql, count: Count, at: Instant): Promise<Count> {
  await changePapers(tx, [storedOf(count)], at);
  return { ...count, changedAt: at };
}

function notNow({ paperNo, state }: Count): Finding {
  return stockFinding('BND-STATE', null, { paper: paperNo, state });
}

async function settleFacts(
  tx: Sql,
  house: House,
  { count, book }: FoundCount,
  settlings: readonly Settling[],
  date: BusinessDate,
) {
  const { rows, lots, scans } = await rowsOf(tx, count);
  const { index } = await house.registry.fresh(tx);
  const records = [...new Set(rows.map(({ recordNo }) => recordNo))];
  const accounts = records.flatMap((record) =>
    STOCK_STATUSES.map((status) => stockAccount(count.bookNo, record, status)),
  );
  const standing = await balances(tx, accounts);
  return {
    ...{ rows, lots, scans, owner: book.enterpriseCode },
    papers: await standingPapers(tx, count, settlings),
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

/** Those of the papers that explanations name which are of the book and stand: others than this. */
async function standingPapers(
  tx: Sql,
  { paperNo: countNo, bookNo }: Count,
  settlings: readonly Settling[],
): Promise<Set<string>> {
  const ids = settlings.flatMap(({ document }) => {
    const [kind = '', paperNo = ''] = document?.split(' ') ?? [];
    return paperNo === '' || paperNo === countNo ? [] : [{ kind, paperNo } as PaperId];
  });
  const papers = [...(await loadPapers(tx, ids)).values()];
  const standing = papers.filter((paper) => booksOf(paper).includes(bookNo) && isStanding(paper));
  return new Set(standing.map(documentOf));
}
