/** Valid messages of zones made from their tables; the same seed gives the same message. */
import { type SeededRandom, seededRandom } from '../../src/base/random.ts';
import type { Group } from '../../src/documents/ceb/fields.ts';
import { BUSSINESS_DATA, ENVELOP_INFO, POCKET_INFO } from '../../src/documents/zone/common.ts';
import type { ZonePart, ZoneTable } from '../../src/documents/zone/fields.ts';
import type { ZoneContent } from '../../src/documents/zone/write.ts';
import { generateValue } from './generated-messages.ts';

type Values = Record<string, string>;

/** One message with everything that its table has, some of it left out. */
export function generateZone(table: ZoneTable, seed: bigint): Required<ZoneContent> {
  const random = seededRandom(seed);
  const rows = new Map(table.parts.map((part) => [part.element, rowsOf(part, random)]));
  const head = rows.get(table.head.element)?.[0] ?? {};
  const lines = table.lines === null ? [] : (rows.get(table.lines.element) ?? []);
  const own = [table.head.element, table.lines?.element];
  const parts: Record<string, Values[]> = {};
  for (const [element, some] of rows) {
    if (!own.includes(element) && some.length > 0) parts[element] = some;
  }
  if (table.parts[0]?.element === table.record) return { head, lines, parts };
  put(parts, ENVELOP_INFO, random);
  parts.EnvelopInfo![0]!.message_type = table.type;
  if (random.chance(1, 2)) put(parts, POCKET_INFO, random);
  if (table.flagged) put(parts, BUSSINESS_DATA, random);
  if (table.tail !== null) put(parts, table.tail, random);
  return { head, lines, parts };
}

function put(parts: Record<string, Values[]>, group: Group, random: SeededRandom): void {
  const values = valuesOf(group, random);
  if (Object.keys(values).length > 0) parts[group.element] = [values];
}

function rowsOf(part: ZonePart, random: SeededRandom): Values[] {
  const { min, max } = part.count;
  const count = Math.min(max, min + random.below(3));
  return Array.from({ length: count }, () => valuesOf(part, random)).filter(
    (values) => Object.keys(values).length > 0,
  );
}

function valuesOf(group: Group, random: SeededRandom): Values {
  const values: Values = {};
  for (const field of group.fields) {
    if (!field.required && random.chance(1, 2)) continue;
    const { min, max } = field.size;
    // Texts as long as the schema allows would take most of the time.
    const size = { min, max: Math.min(max, random.chance(1, 50) ? min + 300 : min + 40) };
    const value = generateValue({ ...field, size }, random).trim();
    if (value !== '' && [...value].length >= min) values[field.element] = value;
    else if (field.required) values[field.element] = 'x'.repeat(Math.max(1, min));
  }
  return values;
}

/** The text with one element dropped, doubled, renamed, filled otherwise or in another style. */
export function damagedZone(xml: string, seed: number): string {
  const random = seededRandom(BigInt(seed) + 0x20e_0000n);
  const leaves = [...xml.matchAll(/<([A-Za-z_]\w*)>([^<]*)<\/\1>/g)];
  const leaf = leaves[random.below(Math.max(1, leaves.length))];
  if (leaf === undefined) return xml;
  const [whole, name = '', value = ''] = leaf;
  const first = name.charAt(0);
  const other =
    (first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase()) + name.slice(1);
  const instead = random.pick([
    '',
    whole + whole,
    `<${name}>${value}x</${name}>`,
    `<${name}>-1</${name}>`,
    `<${name}>${value.repeat(40)}</${name}>`,
    `<${other}>${value}</${other}>`,
    `<unknown>${value}</unknown>`,
    `<${name}><x/></${name}>`,
    `${whole}stray`,
    `<x:${name} xmlns:x="urn:x">${value}</x:${name}>`,
  ]);
  return xml.slice(0, leaf.index) + instead + xml.slice(leaf.index + whole.length);
}
