import {
  type Cells,
  join,
  maybe,
  maybeScaled,
  next,
  put,
  putScaled,
  take,
  takeMaybe,
  takeMaybeScaled,
  takeScaled,
} from './terms-cells.ts';
import type {
  BoundDocument,
  EntryLine,
  EntryListTerms,
  GateSlipTerms,
  SlipLine,
  ZoneFirm,
} from './zone-terms.ts';

/**
 * The cells of entry lists and gate slips behind those that every other document has; see
 * `terms-codec.ts` for the form. Each row says in its first cell what it is: goods (`g`), a list
 * of a parcel (`p`) or a bound document (`d`).
 */

const maybeNumber = (value: number | null): string => (value === null ? '' : String(value));

function takeMaybeNumber(c: Cells): number | null {
  const cell = next(c);
  return cell === '' ? null : Number(cell);
}

const firmCells = ({ code, creditCode, name }: ZoneFirm): string[] => [
  put(code),
  maybe(creditCode),
  put(name),
];

function takeFirm(c: Cells): ZoneFirm {
  return { code: take(c), creditCode: takeMaybe(c), name: take(c) };
}

/** The rows of a kind, their first cell passed over. */
function rowsOf(rows: readonly Cells[], mark: string): Cells[] {
  return rows.filter(({ cells }) => cells[0] === mark).map(({ cells }) => ({ cells, at: 1 }));
}

/** Writes an entry list behind `head`. */
export function joinEntryList(head: readonly string[], terms: EntryListTerms): string {
  const cells = [
    ...head,
    put(terms.ownNo),
    put(terms.action),
    put(terms.book),
    put(terms.direction),
    maybe(terms.kind),
    put(terms.goodsMark),
    put(terms.tradeMode),
    put(terms.transportMode),
    put(terms.portCustoms),
    put(terms.customs),
    put(terms.country),
    put(terms.declared),
    maybe(terms.declaredKind),
    ...firmCells(terms.trader),
    ...firmCells(terms.receiver),
    ...firmCells(terms.declarant),
    maybe(terms.relatedList),
    maybe(terms.relatedBook),
    maybe(terms.relatedForm),
  ];
  const goods = terms.lines.map(entryLineCells);
  return join(cells, [...goods, ...terms.parcelLists.map((no) => ['p', put(no)])], (row) => row);
}

function entryLineCells(line: EntryLine): string[] {
  return [
    'g',
    String(line.gdsSeqno),
    maybeNumber(line.recordNo),
    put(line.itemNo),
    put(line.hs),
    put(line.name),
    put(line.model),
    put(line.unit),
    putScaled(line.qty),
    put(line.lawfulUnit),
    putScaled(line.lawfulQty),
    maybe(line.secondUnit),
    maybeScaled(line.secondQty),
    putScaled(line.price),
    putScaled(line.total),
    put(line.currency),
    put(line.origin),
    maybeScaled(line.grossWt),
    maybeScaled(line.netWt),
    maybe(line.mark),
  ];
}

/** Reads what `joinEntryList` wrote; `c` stands behind the head. */
export function takeEntryList(c: Cells, rows: readonly Cells[]): EntryListTerms {
  return {
    ownNo: take(c),
    action: take(c),
    book: take(c),
    direction: take(c),
    kind: takeMaybe(c),
    goodsMark: take(c),
    tradeMode: take(c),
    transportMode: take(c),
    portCustoms: take(c),
    customs: take(c),
    country: take(c),
    declared: take(c),
    declaredKind: takeMaybe(c),
    trader: takeFirm(c),
    receiver: takeFirm(c),
    declarant: takeFirm(c),
    relatedList: takeMaybe(c),
    relatedBook: takeMaybe(c),
    relatedForm: takeMaybe(c),
    lines: rowsOf(rows, 'g').map(takeEntryLine),
    parcelLists: rowsOf(rows, 'p').map(take),
  };
}

function takeEntryLine(c: Cells): EntryLine {
  return {
    gdsSeqno: Number(next(c)),
    recordNo: takeMaybeNumber(c),
    itemNo: take(c),
    hs: take(c),
    name: take(c),
    model: take(c),
    unit: take(c),
    qty: takeScaled(c),
    lawfulUnit: take(c),
    lawfulQty: takeScaled(c),
    secondUnit: takeMaybe(c),
    secondQty: takeMaybeScaled(c),
    price: takeScaled(c),
    total: takeScaled(c),
    currency: take(c),
    origin: take(c),
    grossWt: takeMaybeScaled(c),
    netWt: takeMaybeScaled(c),
    mark: takeMaybe(c),
  };
}

/** Writes a gate slip behind `head`. */
export function joinGateSlip(head: readonly string[], terms: GateSlipTerms): string {
  const cells = [
    ...head,
    put(terms.ownNo),
    put(terms.action),
    maybe(terms.slipNo),
    put(terms.kind),
    put(terms.direction),
    put(terms.binding),
    put(terms.customs),
    maybe(terms.relatedKind),
    maybe(terms.book),
    ...firmCells(terms.area),
    ...firmCells(terms.declarant),
    put(terms.vehicleNo),
    maybe(terms.icNo),
    maybe(terms.frameNo),
    maybe(terms.containerNo),
    maybe(terms.containerType),
    putScaled(terms.tare),
    maybeScaled(terms.frameWt),
    maybeScaled(terms.containerWt),
    putScaled(terms.grossWt),
    putScaled(terms.netWt),
    putScaled(terms.totalWt),
  ];
  const documents = terms.documents.map(({ kind, no }) => ['d', put(kind), put(no)]);
  return join(cells, [...documents, ...terms.lines.map(slipLineCells)], (row) => row);
}

function slipLineCells(line: SlipLine): string[] {
  return [
    'g',
    String(line.seqno),
    maybeNumber(line.documentLine),
    put(line.itemNo),
    put(line.hs),
    put(line.name),
    put(line.unit),
    putScaled(line.qty),
    maybeScaled(line.grossWt),
    maybeScaled(line.netWt),
  ];
}

/** Reads what `joinGateSlip` wrote; `c` stands behind the head. */
export function takeGateSlip(c: Cells, rows: readonly Cells[]): GateSlipTerms {
  return {
    ownNo: take(c),
    action: take(c),
    slipNo: takeMaybe(c),
    kind: take(c),
    direction: take(c),
    binding: take(c),
    customs: take(c),
    relatedKind: takeMaybe(c),
    book: takeMaybe(c),
    area: takeFirm(c),
    declarant: takeFirm(c),
    vehicleNo: take(c),
    icNo: takeMaybe(c),
    frameNo: takeMaybe(c),
    containerNo: takeMaybe(c),
    containerType: takeMaybe(c),
    tare: takeScaled(c),
    frameWt: takeMaybeScaled(c),
    containerWt: takeMaybeScaled(c),
    grossWt: takeScaled(c),
    netWt: takeScaled(c),
    totalWt: takeScaled(c),
    documents: rowsOf(rows, 'd').map((row): BoundDocument => ({ kind: take(row), no: take(row) })),
    lines: rowsOf(rows, 'g').map(takeSlipLine),
  };
}

function takeSlipLine(c: Cells): SlipLine {
  return {
    seqno: Number(next(c)),
    documentLine: takeMaybeNumber(c),
    itemNo: take(c),
    hs: take(c),
    name: take(c),
    unit: take(c),
    qty: takeScaled(c),
    grossWt: takeMaybeScaled(c),
    netWt: takeMaybeScaled(c),
  };
}
