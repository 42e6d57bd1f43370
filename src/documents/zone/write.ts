import { present } from '../../base/assert.ts';
import { escapeText } from '../../xml/write.ts';
import type { Group } from '../ceb/fields.ts';
import { DECLARATION } from '../encode.ts';
import type { Values } from '../read-group.ts';
import { ZONE_CATALOGUE } from './catalogue.ts';
import { BUSSINESS_DATA, ENVELOP_INFO, POCKET_INFO } from './common.ts';
import type { ZoneTable } from './fields.ts';

/** What `encodeZone` writes. `parts` as `DecodedRecord` has them, envelope and all. */
export type ZoneContent = {
  readonly head: Values;
  readonly lines?: readonly Values[];
  readonly parts?: Readonly<Record<string, readonly Values[]>>;
};

const DSIG = 'http://www.w3.org/2000/09/xmldsig#';

/** The header as the import client writes it: it says what would be signed and signs nothing. */
const HEADER = [
  '<SignedInfo>',
  '<CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>',
  `<SignatureMethod Algorithm="${DSIG}rsa-sha1"/>`,
  `<Reference URI="String"><DigestMethod Algorithm="${DSIG}sha1"/><DigestValue/></Reference>`,
  '</SignedInfo><SignatureValue/><KeyInfo><KeyName>00</KeyName></KeyInfo>',
].join('');

/** Receipts of this kind are in the namespace of signatures, as real ones are; others in none. */
const SPACED: ReadonlySet<string> = new Set(['INV201', 'INV202', 'INV211']);

/**
 * Writes a message of a zone in the order of its table, the way the programs of declarants write
 * and read them: documents in a `Signature` whose header is empty, receipts as bare packages with
 * an empty element for each value that is not there.
 * Elements that the table does not have are left out.
 * @throws Bug when the type is not in the catalogue; Error for characters that XML does not allow.
 */
export function encodeZone(type: string, content: ZoneContent): string {
  const table = present(ZONE_CATALOGUE.get(type), `message type ${type}`);
  const { parts = {} } = content;
  const isFlat = table.parts[0]?.element === table.record;
  const whole = !table.sent && !isFlat;
  const groups = table.parts.map((part) => {
    const rows =
      part.element === table.head.element
        ? [content.head]
        : part.element === table.lines?.element
          ? (content.lines ?? [])
          : (parts[part.element] ?? []);
    const written = part.count.min === 0 ? rows.filter(isFilled) : rows;
    return written.map((row) => groupText(part, row, whole)).join('');
  });
  if (isFlat) return `${DECLARATION}${groups.join('')}`;
  return DECLARATION + frame(table, groups.join(''), parts);
}

function isFilled(values: Values): boolean {
  return Object.keys(values).length > 0;
}

function frame(table: ZoneTable, groups: string, parts: NonNullable<ZoneContent['parts']>): string {
  const one = (group: Group): Values => parts[group.element]?.[0] ?? {};
  const pocket = one(POCKET_INFO);
  const tail = table.tail === null ? '' : fieldsText(table.tail, one(table.tail));
  const body = wrap(table.record, groups + tail) + fieldsText(BUSSINESS_DATA, one(BUSSINESS_DATA));
  const data = wrap('BussinessData', body);
  const inside =
    groupText(ENVELOP_INFO, one(ENVELOP_INFO)) +
    wrap('DataInfo', (isFilled(pocket) ? groupText(POCKET_INFO, pocket, !table.sent) : '') + data);
  if (!table.sent) {
    const scope = SPACED.has(table.type) ? ` xmlns="${DSIG}"` : '';
    return `<Package${scope}>${inside}</Package>`;
  }
  return `<Signature>${HEADER}<Object Id="String">${wrap('Package', inside)}</Object></Signature>`;
}

function groupText(group: Group, values: Values, whole = false): string {
  return wrap(group.element, fieldsText(group, values, whole));
}

/** @param whole whether what is not there is written as an empty element */
function fieldsText({ fields }: Group, values: Values, whole = false): string {
  let texts = '';
  for (const { element } of fields) {
    const value = values[element];
    if (value !== undefined || whole) texts += wrap(element, escapeText(value ?? ''));
  }
  return texts;
}

function wrap(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}
