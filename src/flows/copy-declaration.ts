import {
  DECLARATION_FIELDS,
  type DeclarationField,
  GOODS_FIELDS,
} from '../documents/declaration/fields.ts';
import type { Said } from '../documents/declaration/said.ts';
import { messageIn } from '../documents/dxp/message-in.ts';
import type { Values } from '../documents/read-group.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import type { House } from './house.ts';
import { listsOn } from './lists.ts';
import { sentBytes } from './message-view.ts';
import { recordAt } from './record-at.ts';

/** What a list says that another declaration may say again, by the paths of the field tables. */
export type DeclarationCopy = Said;

/** Of one parcel only: numbers, times, tax, sums of lines, and all that is the buyer's. */
const OF_ONE = [
  ...['orderNo', 'payment.no', 'waybill.no', 'waybill.billNo', 'list.no', 'tax', 'total'],
  ...['order.time', 'payment.time', 'waybill.time', 'list.time'],
];

/** Whether another declaration may say the same again. */
export function isRepeatable({ path }: DeclarationField): boolean {
  return !OF_ONE.includes(path) && !/^(buyer|consignee)\./.test(path);
}

/** The letters by which fields name the documents, heads first. */
const LETTERS = { list: 'L', order: 'O', payment: 'P', waybill: 'W' } as const;

/**
 * A list as the beginning of another declaration, from those of its documents that the viewer sent;
 * nothing personal is in it.
 * @returns null when there is no such list of imports, or the viewer may not see it
 */
export async function copyOf(
  house: House,
  listNo: string,
  viewer: Enterprise,
): Promise<DeclarationCopy | null> {
  const documents = await listsOn(house).documents(listNo, viewer);
  if (documents === null) return null;
  const papers = new Map<string, { head: Values; lines: readonly Values[] }>();
  for (const { kind, messageId, record, mayRead } of documents) {
    const letter = LETTERS[kind as keyof typeof LETTERS];
    if (letter === undefined || !mayRead) continue;
    const bytes = await sentBytes(house.db, messageId, viewer.code, house.archive);
    if (bytes !== null) papers.set(letter, recordAt(messageIn(bytes), record));
  }
  const list = papers.get('L');
  // A list of exports has elements of other names, and is not declared in one body.
  if (list !== undefined && list.head.ieFlag !== 'I') return null;
  const lines = list?.lines ?? papers.get('O')?.lines ?? [];
  return {
    head: valuesOf(DECLARATION_FIELDS, (target) => papers.get(target[0]!)?.head[target.slice(2)]),
    goods: lines.map((_, i) =>
      valuesOf(GOODS_FIELDS, (target) => {
        return papers.get(target[0]!.toUpperCase())?.lines[i]?.[target.slice(2)];
      }),
    ),
  };
}

function valuesOf(
  fields: readonly DeclarationField[],
  valueAt: (target: string) => string | undefined,
): ReadonlyMap<string, string> {
  const said = new Map<string, string>();
  for (const field of fields.filter(isRepeatable)) {
    const value = field.targets.map(valueAt).find((one) => one !== undefined && one !== '');
    if (value !== undefined) said.set(field.path, value);
  }
  return said;
}
