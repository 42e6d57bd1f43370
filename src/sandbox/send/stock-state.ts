import type { SendResult } from '../../client/send.ts';
import type { WireReceipt } from '../../client/wire.ts';
import type { ExpectedStock } from '../world/traffic/expected.ts';
import type { ReportAnswer } from '../world/traffic/traffic.ts';

/** What the platform said to a report. */
export type ReportReply = {
  readonly answer: ReportAnswer;
  readonly code: string | null;
  readonly repeated: boolean;
  /** Of a paper that it declared: the number that customs gave. */
  readonly paperNo?: string;
};

/** What is known of papers, reports and parcels that left. */
export type StockState = {
  /** Type and status of all receipts, by own number of the paper and who reads them. */
  readonly told: Map<string, string[]>;
  /** Code of the first finding, by own number. */
  readonly codes: Map<string, string>;
  /** What the window said to the message of a paper, by own number. */
  readonly sent: Map<string, SendResult>;
  /** By name of the report. */
  readonly replies: Map<string, ReportReply>;
  /** State of a list once the authority was asked to release it, by own number. */
  readonly released: Map<string, string>;
  /** How often a reader was told that a parcel is out, by `guid reader`. */
  readonly gone: Map<string, number>;
};

export function noStock(): StockState {
  return {
    ...{ told: new Map(), codes: new Map(), sent: new Map(), replies: new Map() },
    ...{ released: new Map(), gone: new Map() },
  };
}

/**
 * Takes a receipt that a reader has.
 * @param key guid or own number of the document that it answers
 */
export function takeStock(
  state: StockState,
  { type, status, findings }: WireReceipt,
  key: string,
  reader: string,
): void {
  const place = `${key} ${reader}`;
  if (type === 'CEB622' && status === '899') {
    state.gone.set(place, (state.gone.get(place) ?? 0) + 1);
  }
  if (!/^(INV|SAS|CommonRespone)/.test(type)) return;
  state.told.set(place, [...(state.told.get(place) ?? []), `${type} ${status}`]);
  const [first] = findings;
  if (first !== undefined) state.codes.set(key, first.code);
}

/** What the declarant of a paper was told of it so far. */
export function toldOf(state: StockState, ownNo: string, sender: string): readonly string[] {
  return state.told.get(`${ownNo} ${sender}`) ?? [];
}

/** Own numbers of papers, names of reports and guids of lists that a draw holds up. */
type Held = Readonly<Record<'papers' | 'reports' | 'lists', ReadonlySet<string>>>;

/** Whether something of the traffic is still to come that no draw holds up. */
export function stockOpen(
  state: StockState,
  { papers, reports, gone }: ExpectedStock,
  held: Held,
): boolean {
  return (
    papers.some(({ ownNo, sender, told }) => {
      return (
        !held.papers.has(ownNo) &&
        state.sent.get(ownNo)?.accepted !== false &&
        toldOf(state, ownNo, sender).length < told.length
      );
    }) ||
    reports.some(({ name }) => !held.reports.has(name) && !state.replies.has(name)) ||
    gone.some(({ guid: given, reader }) => {
      const guid = given.toUpperCase();
      return !held.lists.has(guid) && !state.gone.has(`${guid} ${reader}`);
    })
  );
}
