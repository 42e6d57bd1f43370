import { present } from '../base/assert.ts';
import { escapeAttribute, escapeText } from '../xml/write.ts';
import { BASE_SUBSCRIBE, BASE_TRANSFER, EXTEND_MESSAGE } from './ceb/base-transfer.ts';
import { CATALOGUE } from './ceb/catalogue.ts';
import type { Group, MessageTable } from './ceb/fields.ts';
import { CEB_NAMESPACE } from './compiled.ts';
import type { Values } from './read-group.ts';
import type { Extension } from './read-tail.ts';

/** What `encodeMessage` writes. */
export type MessageContent = {
  /** 36 characters. */
  readonly guid: string;
  /** `1.0` unless told. */
  readonly version?: string;
  /** BaseTransfer; not written in receipts. */
  readonly transfer?: Values;
  readonly subscribers?: readonly Values[];
  readonly extension?: Extension | null;
  readonly records: readonly { readonly head: Values; readonly lines?: readonly Values[] }[];
};

export const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/**
 * Writes an unsigned message in schema order, without white space between elements, so that
 * nothing changes when it is signed and read again. Receipts are written with prefix '' whatever
 * `prefix` says elsewhere: many clients look for the literal `<CEB312Message` (NOTES section 5).
 * Elements that the table does not have are left out.
 * An extension is written as it stands: it must be one well-formed element.
 * @throws Bug when the type is not in the catalogue; Error for characters that XML does not allow.
 */
export function encodeMessage(
  type: string,
  content: MessageContent,
  options: { readonly prefix: 'ceb' | '' } = { prefix: 'ceb' },
): string {
  const table = present(CATALOGUE.get(type), `message type ${type}`);
  const prefix = table.sent && options.prefix === 'ceb' ? 'ceb:' : '';
  const body = content.records.map((record) => encodeRecord(table, record, prefix)).join('');
  const tail = table.sent ? encodeTail(content, prefix) : '';
  const root = `${prefix}${table.type}Message`;
  return `${DECLARATION}<${root}${rootAttributes(content, prefix)}>${body}${tail}</${root}>`;
}

/** Attribute order as the newer receipts of the national platform have it: version, then guid. */
function rootAttributes(content: MessageContent, prefix: string): string {
  const scope = prefix === '' ? 'xmlns' : 'xmlns:ceb';
  const version = escapeAttribute(content.version ?? '1.0');
  const guid = escapeAttribute(content.guid);
  return ` ${scope}="${CEB_NAMESPACE}" version="${version}" guid="${guid}"`;
}

function encodeRecord(
  table: MessageTable,
  record: MessageContent['records'][number],
  prefix: string,
): string {
  const head = encodeGroup(table.head, record.head, prefix);
  if (table.head.element === table.record) return head;
  const group = table.lines;
  const lines =
    group === null ? [] : (record.lines ?? []).map((line) => encodeGroup(group, line, prefix));
  return wrap(`${prefix}${table.record}`, head + lines.join(''));
}

function encodeTail(content: MessageContent, prefix: string): string {
  const transfer = encodeGroup(BASE_TRANSFER, content.transfer ?? {}, prefix);
  const subscribers = (content.subscribers ?? []).map((values) =>
    encodeGroup(BASE_SUBSCRIBE, values, prefix),
  );
  return transfer + subscribers.join('') + encodeExtension(content.extension ?? null, prefix);
}

function encodeExtension(extension: Extension | null, prefix: string): string {
  if (extension === null) return '';
  const { element, fields } = EXTEND_MESSAGE;
  const texts = fields.map((field) =>
    wrap(`${prefix}${field.element}`, escapeText(extension[field.element as 'name' | 'version'])),
  );
  const body = wrap(`${prefix}Message`, inNoNamespace(extension.content ?? '', prefix));
  return wrap(`${prefix}${element}`, texts.join('') + body);
}

/** Without a prefix the namespace of the message would take in an element that has none. */
export function inNoNamespace(element: string, prefix: string): string {
  if (prefix !== '' || /^<[^>]*\sxmlns="/.test(element)) return element;
  return element.replace(/^<[^\s/>]+/, '$& xmlns=""');
}

function encodeGroup(group: Group, values: Values, prefix: string): string {
  let fields = '';
  for (const { element } of group.fields) {
    const value = values[element];
    if (value !== undefined) fields += wrap(`${prefix}${element}`, escapeText(value));
  }
  return wrap(`${prefix}${group.element}`, fields);
}

function wrap(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}
