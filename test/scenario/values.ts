import { parseStamp14 } from '../../src/base/dates.ts';
import { parseFen, parseScaled5 } from '../../src/base/fen.ts';

const MONEY = [
  'goodsValue',
  'freight',
  'discount',
  'taxTotal',
  'acturalPaid',
  'totalPrice',
  'amountPaid',
  'insuredFee',
];
const SCALED = [
  'quantity',
  'promised',
  'sold',
  'perUnit1',
  'perUnit2',
  'qty',
  'qty1',
  'qty2',
  'price',
  'weight',
  'grossWeight',
  'netWeight',
];
const NUMBERS = ['gnum', 'packNo'];
const TIMES = ['orderTime', 'payTime'];
const COUNTS = ['contentPerUnit', 'piecesPerUnit', 'gramsPerUnit'];
const FLAGS = ['idValid', 'overseas', 'guaranteeExempt'];

/** A fields-and-values tail such as `freight 12.00 packNo 2`, as typed values. */
export function fieldsOf(words: readonly string[]): [string, unknown][] {
  if (words.length % 2 !== 0) throw new Error(`a field without a value: ${words.join(' ')}`);
  const pairs: [string, unknown][] = [];
  for (let i = 0; i < words.length; i += 2) {
    pairs.push([words[i]!, typed(words[i]!, words[i + 1]!)]);
  }
  return pairs;
}

/** The typed value of a field; `-` is nothing. */
export function typed(field: string, text: string): unknown {
  const name = field.split('.').at(-1)!;
  if (text === '-') return null;
  if (MONEY.includes(name)) return must(parseFen(text), text);
  if (SCALED.includes(name)) return must(parseScaled5(text), text);
  if (NUMBERS.includes(name)) return Number(text);
  if (TIMES.includes(name)) return instantOf(text);
  if (COUNTS.includes(name)) return BigInt(text);
  if (FLAGS.includes(name)) return text === 'yes';
  return name === 'roles' ? text.split(',') : text;
}

/** `2020-09-18T10:00:00` of Shanghai, or a day's noon. */
export function instantOf(text: string): number {
  const digits = text.replace(/\D/g, '');
  return must(parseStamp14(digits.length === 8 ? `${digits}120000` : digits.padEnd(14, '0')), text);
}

/** A sum in yuan. */
export function fenOf(text: string): bigint {
  return must(parseFen(text), text);
}

/** Sets `a.b` in nested plain objects. */
export function setField(target: Record<string, unknown>, field: string, value: unknown): void {
  const [head, ...rest] = field.split('.');
  if (head === undefined || !(head in target)) throw new Error(`no field ${field}`);
  if (rest.length === 0) target[head] = value;
  else setField(target[head] as Record<string, unknown>, rest.join('.'), value);
}

function must<T>(value: T | null, text: string): T {
  if (value === null) throw new Error(`unreadable value ${text}`);
  return value;
}
