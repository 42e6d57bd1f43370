/** Valid messages made from the field tables; the same seed gives the same message. */
import { type SeededRandom, seededRandom } from '../../src/base/random.ts';
import { BASE_SUBSCRIBE, transferIn } from '../../src/documents/ceb/base-transfer.ts';
import {
  type Edition,
  type Field,
  fieldIn,
  type Group,
  lineCountIn,
  type MessageTable,
  type Size,
} from '../../src/documents/ceb/fields.ts';
import type { MessageContent } from '../../src/documents/encode.ts';

type Values = Record<string, string>;

const CHARACTERS = [
  ...'ABCxyz019 -_.',
  ...'订单中文测试号省市',
  ...'&<>"\'',
  '\u{1F600}',
  '𠮷',
  '\t',
  '\n',
  '\r',
  '\u00a0',
  'é',
  ']]>',
];

/** A message with a few records, valid in `edition`. */
export function generateMessage(
  table: MessageTable,
  seed: bigint,
  edition: Edition = '202205',
): MessageContent {
  const random = seededRandom(seed);
  const { head, lines } = table;
  const records = some(table.records, random, () => ({
    head: generateGroup(head, random, edition),
    lines:
      lines === null
        ? []
        : some(lineCountIn(lines, edition), random, () => generateGroup(lines, random, edition)),
  }));
  const guid = generateText(36, random);
  const version = generateText(1 + random.below(10), random);
  if (!table.sent) return { guid, version, records, transfer: {}, subscribers: [] };
  const subscribers = Array.from({ length: random.below(3) }, () =>
    generateGroup(BASE_SUBSCRIBE, random, edition),
  );
  const transfer = generateGroup(transferIn(table), random, edition);
  return { guid, version, transfer, subscribers, records };
}

/** As few as may be, or up to two more. */
function some<T>({ min, max }: Size, random: SeededRandom, make: () => T): T[] {
  return Array.from({ length: Math.min(max, min + random.below(3)) }, make);
}

function generateGroup(group: Group, random: SeededRandom, edition: Edition): Values {
  const values: Values = {};
  for (const field of group.fields) {
    if (!field.required && random.chance(1, 2)) continue;
    const own = fieldIn(field, edition);
    if (own !== null) values[field.element] = generateValue(own, random);
  }
  return values;
}

/** A value the schema allows, in the form that reading gives back. */
export function generateValue(field: Field, random: SeededRandom): string {
  if (field.kind === 'decimal') return generateDecimal(random);
  if (field.kind === 'integer') return generateInteger(field, random);
  if (field.fixed !== null) return field.fixed;
  const { min } = field.size;
  const max = Math.min(field.size.max, min + 5000);
  const lengths = [min, max, Math.min(max, min + 1), min + random.below(max - min + 1)];
  const text = generateText(random.pick(lengths), random);
  return field.kind === 'token' ? text.replace(/[ \t\r\n]/g, 'x') : text;
}

/** A text of `points` code points. */
export function generateText(points: number, random: SeededRandom): string {
  let text: string[] = [];
  while (text.length < points) {
    text = [...text, ...random.pick(random.chance(2, 3) ? [...'AB7'] : CHARACTERS)];
  }
  return text.slice(0, points).join('');
}

function digits(count: number, random: SeededRandom): string {
  return Array.from({ length: count }, () => random.below(10)).join('');
}

function generateDecimal(random: SeededRandom): string {
  const sign = random.pick(['', '', '', '-', '+']);
  const whole = digits(random.below(15), random);
  const fraction = digits(random.below(6), random);
  const zeros = random.chance(1, 8) ? '000' : '';
  if (whole === '' && fraction === '') return `${sign}0`;
  if (fraction === '' && random.chance(3, 4)) return `${sign}${zeros}${whole}`;
  return `${sign}${zeros}${whole}.${fraction}${random.pick(['', '0'])}`;
}

function generateInteger(field: Field, random: SeededRandom): string {
  const zeros = random.pick(['', '', '0']);
  const count = 1 + random.below(Math.min(9, field.totalDigits));
  return `${random.pick(['', '', '+', '-'])}${zeros}${digits(count, random)}`;
}
