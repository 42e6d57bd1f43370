import type { Finding } from '../base/finding.ts';
import { decidedRequests } from '../clearance/request-store.ts';
import { type FiledOther, loadOthers } from '../documents/other-store.ts';
import type { RequestTerms } from '../documents/terms.ts';
import type { Sql } from '../io/postgres.ts';
import type { AddressedReceipt, ReceiptType } from '../receipts/receipt.ts';
import type { Answer } from '../receipts/texts.ts';
import type { House } from './house.ts';
import { listsNumbered, type NumberedList } from './standing-lists.ts';

/** A request that is to be decided, with the list it names; null when there is none. */
export type Asked = {
  readonly document: FiledOther;
  readonly request: RequestTerms;
  readonly named: NumberedList | null;
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
  const lists = await listsNumbered(
    tx,
    house,
    open.map(({ request }) => request.listNo),
  );
  return open
    .map((one): Asked => ({ ...one, named: lists.get(one.request.listNo) ?? null }))
    .sort((a, b) => a.document.acceptedAt - b.document.acceptedAt);
}

/** The lists that requests name. */
export function namedIn(asked: readonly Asked[]): NumberedList[] {
  return asked.flatMap(({ named }) => named ?? []);
}

/** The receipts that tell every reader of a request these answers, in their order. */
export function answersTo(
  type: ReceiptType,
  { document, request, findings }: Omit<Settled, 'named'>,
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
