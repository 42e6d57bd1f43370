import { present } from '../base/assert.ts';
import { decisionsByListNo } from '../clearance/case-lookup.ts';
import { readFacts } from '../clearance/facts-store.ts';
import type { Archive } from '../documents/archive.ts';
import { messageIn } from '../documents/dxp/message-in.ts';
import { readEvidence } from '../documents/evidence.ts';
import { decodeOrder, decodePayment } from '../documents/terms-codec.ts';
import { termsShelf } from '../documents/terms-shelf.ts';
import type { Sql } from '../io/postgres.ts';
import type { Declared } from '../paydata/compare.ts';
import { decodeKept } from './decision-codec.ts';
import { recordAt } from './record-at.ts';

/**
 * Order and payments of a list as the decision on it knew them, from the database or from the files
 * of archived days: what is declared anew afterwards changes nothing.
 * @returns null when there is no such list, or it was returned without its documents
 */
export async function loadDeclared(
  sql: Sql,
  archive: Archive,
  listNo: string,
): Promise<Declared | null> {
  const decisions = await decisionsByListNo(sql, listNo);
  if (decisions.length === 0) return null;
  const texts = await readFacts(sql, decisions, archive);
  // The decision that withdraws a list rests on the request alone.
  const refs = texts.map((text) => decodeKept(text).refs);
  const { order = null, payments = [] } = refs.find((one) => one.order !== null) ?? {};
  if (order === null) return null;
  const kept = await termsShelf(0, archive).read(sql, [order, ...payments]);
  const [orderTerms, ...paymentTerms] = kept.map((one) => one.text);
  const bytes = await readEvidence(sql, [order.messageId], archive);
  const message = messageIn(present(bytes.get(order.messageId), 'evidence of the order'));
  return {
    order: decodeOrder(present(orderTerms, 'terms of the order')),
    payments: paymentTerms.map(decodePayment),
    itemNames: recordAt(message, order.record).lines.flatMap(({ itemName }) => itemName ?? []),
  };
}
