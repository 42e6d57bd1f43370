import { BASE_SUBSCRIBE, BASE_TRANSFER, EXTEND_MESSAGE } from '../ceb/base-transfer.ts';
import type { Field, MessageTable } from '../ceb/fields.ts';

/** Which elements a message has where, and which of them may repeat. */
export type Names = {
  /** Of the root, in the order of its schema. */
  readonly root: readonly string[];
  /** Children of an element in their order. */
  readonly below: ReadonlyMap<string, readonly string[]>;
  /** Written as arrays however many there are. */
  readonly repeated: ReadonlySet<string>;
};

/** Attributes of the root. */
export const ATTRIBUTES: readonly string[] = ['guid', 'version'];

const TAIL = ['BaseTransfer', 'BaseSubscribe', 'ExtendMessage', 'Signature'];
const EXPORT_TAIL = ['BaseTransfer', 'BaseSubscribe', 'Signature', 'ExtendMessage'];

/** The names of one message type. */
export function namesOf({ record, head, lines, sent, direction }: MessageTable): Names {
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
  };
}

/** The elements that are written as one XML text: they are none of this grammar. */
export function isRaw(name: string, parent: string): boolean {
  return parent === 'Message' || (name === 'Signature' && parent.endsWith('Message'));
}
