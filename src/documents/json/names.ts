import { BASE_SUBSCRIBE, BASE_TRANSFER, EXTEND_MESSAGE } from '../ceb/base-transfer.ts';
import { CATALOGUE } from '../ceb/catalogue.ts';
import type { Field, MessageTable } from '../ceb/fields.ts';
import { CEB_NAMESPACE } from '../compiled.ts';
import { ZONE_CATALOGUE } from '../zone/catalogue.ts';

/** Which elements a message has where, and which of them may repeat. */
export type Names = {
  /** Of the root, in the order of its schema. */
  readonly root: readonly string[];
  /** Children of an element in their order. */
  readonly below: ReadonlyMap<string, readonly string[]>;
  /** Written as arrays however many there are. */
  readonly repeated: ReadonlySet<string>;
  /** Attributes of the root that stand beside its elements. */
  readonly attributes: readonly string[];
  /** The namespace of the message; null where each says its own among its attributes. */
  readonly space: string | null;
};

/** Attributes of the root. */
export const ATTRIBUTES: readonly string[] = ['guid', 'version'];

const TAIL = ['BaseTransfer', 'BaseSubscribe', 'ExtendMessage', 'Signature'];
const EXPORT_TAIL = ['BaseTransfer', 'BaseSubscribe', 'Signature', 'ExtendMessage'];

/** The prefix of a message that says none. */
export function usualPrefix(space: string | null): string {
  return space === null ? '' : 'ceb';
}

/** The names of the message of parcels that has this root, or null. */
export function namesOfRoot(root: string): Names | null {
  const table = CATALOGUE.get(root.replace(/Message$/, ''));
  return table === undefined || root !== `${table.type}Message` ? null : namesOf(table);
}

function namesOf({ record, head, lines, sent, direction }: MessageTable): Names {
  const elements = (fields: readonly Field[]) => fields.map(({ element }) => element);
  const parts = lines === null ? [head.element] : [head.element, lines.element];
  const tail = direction === 'import' ? TAIL : EXPORT_TAIL;
  const below = new Map<string, readonly string[]>([
    [BASE_TRANSFER.element, elements(BASE_TRANSFER.fields)],
    [BASE_SUBSCRIBE.element, elements(BASE_SUBSCRIBE.fields)],
    [EXTEND_MESSAGE.element, [...elements(EXTEND_MESSAGE.fields), 'Message']],
    [record, parts],
    [head.element, elements(head.fields)],
    ...(lines === null ? [] : [[lines.element, elements(lines.fields)] as const]),
  ]);
  return {
    root: [record, ...(sent ? tail : [])],
    below,
    repeated: new Set([record, BASE_SUBSCRIBE.element, lines?.element ?? record]),
    attributes: ATTRIBUTES,
    space: CEB_NAMESPACE,
  };
}

const SIGNATURE = ['SignedInfo', 'SignatureValue', 'KeyInfo', 'Object'];
const RESPONE = 'CommonResponeMessage';
const ZONE_ROOTS: Readonly<Record<string, readonly string[]>> = {
  Signature: SIGNATURE,
  Package: ['EnvelopInfo', 'DataInfo'],
  [RESPONE]: ZONE_CATALOGUE.get(RESPONE)?.head.fields.map(({ element }) => element) ?? [],
};

/** What may stand more than once in a body, by each of its names. */
const MANY: ReadonlySet<string> = new Set(
  [...ZONE_CATALOGUE.values()].flatMap(({ parts }) =>
    parts.filter(({ count }) => count.max > 1).flatMap(({ element, also }) => [element, ...also]),
  ),
);

/** The names of messages of zones by their root; within their groups the order is the sender's. */
export function zoneNames(root: string): Names | null {
  const own = Object.hasOwn(ZONE_ROOTS, root) ? ZONE_ROOTS[root] : undefined;
  if (own === undefined) return null;
  const below = new Map([
    ['Object', ['Package']],
    ['Package', ['EnvelopInfo', 'DataInfo']],
    ['DataInfo', ['PocketInfo', 'BussinessData']],
  ]);
  return { root: own, below, repeated: MANY, attributes: [], space: null };
}

/** The elements that are written as one XML text: they are none of this grammar. */
export function isRaw(name: string, parent: string): boolean {
  if (parent === 'Signature') return name === 'SignedInfo' || name === 'KeyInfo';
  return parent === 'Message' || (name === 'Signature' && parent.endsWith('Message'));
}
