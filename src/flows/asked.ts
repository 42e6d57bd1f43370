import type { Finding } from '../base/finding.ts';
import { keyOf } from '../base/keys.ts';
import { type DecisionRow, standingDecisions } from '../clearance/case-lookup.ts';
import { readFacts } from '../clearance/facts-store.ts';
import { decidedRequests } from '../clearance/request-store.ts';
import type { StandingList } from '../clearance/withdrawal.ts';
import { type FiledList, loadLatestLists } from '../documents/list-store.ts';
import { type FiledOther, loadOthers } from '../documents/other-store.ts';
import type { RequestTerms } from '../documents/terms.ts';
import type { Sql } from '../io/postgres.ts';
import type { AddressedReceipt, ReceiptType } from '../receipts/receipt.ts';
import type { Answer } from '../receipts/texts.ts';
import { decodeKept, standingVerdict } from './decision-codec.ts';
import type { House } from './house.ts';

/** A request that is to be decided, with the list it names; null when there is none. */
export type Asked = {
  readonly document: FiledOther;
  readonly request: RequestTerms;
  readonly row: DecisionRow | null;
  readonly list: FiledList | null;
};

/** A request that is decided: granted or accepted when there is no finding. */
export type Settled = Asked & { readonly findings: readonly Finding[] };

/** The requests with these keys that are not decided yet, the oldest first. Six statements. */
export async function loadAsked(tx: Sql, house: House, keys: readonly string[]): Promise<Asked[]> {
  const documents = await loadOthers(tx, house.terms, keys);
  const decided = await decidedRequests(tx, keys);
  const open = documents.flatMap((document) => {
    const { terms, version, deleted } = document;
    const isDecided = (decided.get(document.key)?.version ?? 0) >= version;
    if (terms.request === null || deleted || isDecided) return [];
    return [{ document, request: terms.request }];
  });
  const rows = await standingDecisions(
    tx,
    open.map(({ request }) => request.listNo),
  );
  const lists = await listsOf(tx, house, [...rows.values()]);
  return open
    .map((one): Asked => {
      const row = rows.get(one.request.listNo) ?? null;
      const list = row === null ? null : lists.get(keyOf(row.ebpCode, row.orderNo));
      return { ...one, row, list: list ?? null };
    })
    .sort((a, b) => a.document.acceptedAt - b.document.acceptedAt);
}

const NONE: ReadonlyMap<string, FiledList> = new Map();

async function listsOf(
  tx: Sql,
  house: House,
  rows: readonly DecisionRow[],
): Promise<ReadonlyMap<string, FiledList>> {
  const orders = rows.map(({ ebpCode, orderNo }) => keyOf(ebpCode, orderNo));
  return orders.length === 0 ? NONE : loadLatestLists(tx, house.terms, orders);
}

/** The lists that requests name, as they stand, by customs number. */
export async function standingOf(
  tx: Sql,
  house: House,
  asked: readonly Pick<Asked, 'row' | 'list'>[],
): Promise<Map<string, StandingList>> {
  const known = asked.filter(({ row, list }) => row !== null && list !== null);
  const rows = known.map(({ row }) => row!);
  const texts = rows.length === 0 ? [] : await readFacts(tx, rows, house.archive);
  return new Map(
    known.map(({ row, list }, i) => {
      const verdict = standingVerdict(decodeKept(texts[i]!));
      const { state, decidedAt, listNo } = row!;
      return [listNo, { list: list!.terms, state, decidedAt, verdict }];
    }),
  );
}

/** The receipts that tell every reader of a request these answers, in their order. */
export function answersTo(
  type: ReceiptType,
  { document, request, findings }: Omit<Settled, 'row' | 'list'>,
  answers: readonly Answer[],
  at: number,
): AddressedReceipt[] {
  const { listNo, copNo, customsCode, agentCode, ebpCode, ebcCode } = request;
  const keys = {
    ...{ customsCode, agentCode, ebpCode, ebcCode },
    ...(copNo === null ? {} : { copNo }),
    preNo: document.preNo ?? '',
    invtNo: listNo,
  };
  return document.readers.flatMap((to) =>
    answers.map(({ status, info }) => ({
      to,
      receipt: { type, keys, status, info, at, findings, recordGuid: null },
    })),
  );
}
