import { businessDate } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { StatusChange } from '../bonded/change.ts';
import { stockFinding } from '../bonded/codes.ts';
import { type DeedState, pledge } from '../bonded/deed.ts';
import { type Deed, effectOf, isPledged, takingOf, type Waiting } from '../bonded/deeds.ts';
import { readDeed } from '../bonded/deeds-codec.ts';
import { mayKeep } from '../bonded/entry.ts';
import { mixFindings } from '../bonded/mixing.ts';
import type { PaperId } from '../bonded/paper.ts';
import { changePapers, loadPapers } from '../bonded/paper-store.ts';
import { NO_CHANGE, type StockChange } from '../bonded/stock.ts';
import { applyStock, statusesAt } from '../bonded/store.ts';
import { type Taking, takeParts } from '../bonded/taking.ts';
import {
  otherSideFindings,
  type StockTransfer,
  type TransferSaidPart,
  takingOfTransfer,
  transferred,
} from '../bonded/transfer.ts';
import type { Sql } from '../io/postgres.ts';
import { bookLineKey } from '../registry/book.ts';
import { booksFor } from '../registry/book-facts.ts';
import type { House } from './house.ts';
import { loadShelf } from './stock-deed-facts.ts';
import { inTurn, storedOf } from './stock-papers.ts';
import type { Changed } from './stock-release.ts';

type Outcome<D extends Deed = Deed> = Promise<Result<Changed<D> | null, Finding[]>>;

/**
 * Customs agrees to a deed that waits for it: its goods become what it says, or leave the book. Of
 * a transfer between zones they stay promised until the other side accepts. Null: there is none.
 */
export function approveDeed(house: House, id: PaperId): Outcome {
  return inTurn(house, async (tx) => {
    const deed = await deedNumbered(tx, id);
    if (deed === null) return ok(null);
    if (deed.state === 'done' || deed.state === 'agreed') {
      return ok({ paper: deed, changed: false });
    }
    if (deed.kind === 'processing' || !isPledged(deed)) return fail([notNow(deed)]);
    if (deed.kind === 'transfer') return ok(await ended(tx, house, deed, 'agreed', NO_CHANGE));
    const change = await effectNow(tx, house, deed);
    return change.ok ? ok(await ended(tx, house, deed, 'done', change.value)) : change;
  });
}

/** Customs refuses a deed that waits; its goods are free again. Null when there is none. */
export function refuseDeed(house: House, id: PaperId, reason: string): Outcome {
  return inTurn(house, async (tx) => {
    const deed = await deedNumbered(tx, id);
    return deed === null ? ok(null) : comesToNothing(tx, house, deed, 'refused', reason);
  });
}

/**
 * A deed that waits is taken back by its declarant, or a transfer refused by its other side; what
 * was promised to it is free again. Null when there is none of theirs.
 */
export function cancelDeed(house: House, id: PaperId, declarant: string): Outcome {
  return inTurn(house, async (tx) => {
    const deed = await deedNumbered(tx, id);
    if (deed === null) return ok(null);
    if (deed.enterprise === declarant) return comesToNothing(tx, house, deed, 'void');
    if (deed.kind !== 'transfer' || !(await isOtherSide(tx, deed, declarant))) return ok(null);
    return comesToNothing(tx, house, deed, 'refused', 'by the other side');
  });
}

/**
 * The other side of a transfer confirms it, line by line: the goods change the book. In a zone that
 * is the giving side, which may name the lots; between zones the receiving one, after customs
 * agreed. Null when there is none that waits for this enterprise.
 */
export function confirmTransfer(
  house: House,
  paperNo: string,
  parts: readonly TransferSaidPart[],
  confirmer: string,
): Outcome<StockTransfer> {
  return inTurn(house, async (tx) => {
    const deed = await deedNumbered(tx, { kind: 'transfer', paperNo });
    if (deed?.kind !== 'transfer' || !(await isOtherSide(tx, deed, confirmer))) return ok(null);
    const { isBetweenZones, fromBook } = deed.body;
    const due = isBetweenZones ? 'agreed' : 'declared';
    if (deed.state !== due && deed.state !== 'done') return fail([notNow(deed)]);
    const taking = isBetweenZones ? takingOf(deed) : takingOfTransfer(fromBook, parts);
    const shelf = await loadShelf(
      tx,
      { ...taking, others: parts.map(({ recordNo }) => bookLineKey(fromBook, recordNo)) },
      businessDate(house.clock.now()),
    );
    const differing = otherSideFindings(deed, parts, shelf.lines);
    if (differing.length > 0) return fail(differing);
    if (deed.state === 'done') return ok({ paper: deed, changed: false });
    const taken = takeParts(taking, shelf);
    if (!taken.ok) return taken;
    const pairs = isBetweenZones ? deed.body.parts : parts;
    const records = pairs.map(({ toRecordNo }) => toRecordNo);
    return ok(await ended(tx, house, deed, 'done', transferred(deed, taken.value, records)));
  });
}

async function deedNumbered(tx: Sql, id: PaperId): Promise<Deed | null> {
  const [stored] = (await loadPapers(tx, [id])).values();
  return stored === undefined ? null : readDeed(stored);
}

/** In a zone the giving side, between zones the receiving one. */
async function isOtherSide(tx: Sql, { body }: StockTransfer, enterprise: string): Promise<boolean> {
  const other = body.isBetweenZones ? body.toBook : body.fromBook;
  const book = (await booksFor(tx, [other])).get(other);
  return book !== undefined && mayKeep(book, enterprise);
}

async function effectNow(
  tx: Sql,
  house: House,
  deed: Waiting,
): Promise<Result<StockChange, Finding[]>> {
  const taking: Taking = takingOf(deed);
  const taken = takeParts(taking, await loadShelf(tx, taking, businessDate(house.clock.now())));
  if (!taken.ok) return taken;
  const mixed = deed.kind === 'change' ? await mixedNow(tx, deed) : [];
  return mixed.length > 0 ? fail(mixed) : ok(effectOf(deed, taken.value, true));
}

/** Something else may lie there since the change was declared. */
async function mixedNow(tx: Sql, { bookNo, body }: StatusChange): Promise<Finding[]> {
  const places = await statusesAt(tx, bookNo, [body.location]);
  return mixFindings(body.location, body.to, 'location', { places });
}

async function comesToNothing(
  tx: Sql,
  house: House,
  deed: Deed,
  state: 'refused' | 'void',
  refused?: string,
): Outcome {
  if (deed.state === 'void' || deed.state === 'refused') return ok({ paper: deed, changed: false });
  if (deed.state === 'done' || deed.kind === 'processing') return fail([notNow(deed)]);
  const { bookNo, status, parts } = takingOf(deed);
  const goods = { bookNo, status, goods: parts };
  const change = isPledged(deed)
    ? { ...NO_CHANGE, transfers: pledge(deed, 'void', goods) }
    : NO_CHANGE;
  const said = refused === undefined ? {} : { refused };
  const told = { ...deed, body: { ...deed.body, ...said } } as Waiting;
  return ok(await ended(tx, house, told, state, change));
}

async function ended<D extends Deed>(
  tx: Sql,
  house: House,
  deed: D,
  state: DeedState,
  change: StockChange,
): Promise<Changed<D>> {
  const at = house.clock.now();
  const paper = { ...deed, state };
  await applyStock(tx, change, at);
  await changePapers(tx, [storedOf(paper)], at);
  return { paper, changed: true };
}

function notNow({ paperNo, state }: Deed): Finding {
  return stockFinding('BND-STATE', 'paperNo', { paper: paperNo, state });
}
