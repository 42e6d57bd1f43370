import { createHash } from 'node:crypto';
import { type Fen, formatFen, formatScaled5, parseFen, parseScaled5 } from '../../base/fen.ts';
import { divideHalfUp } from '../../base/rounding.ts';
import { uuidOf } from '../../base/uuid.ts';
import { encodeMessage } from '../encode.ts';
import type { Values } from '../read-group.ts';
import { DECLARATION_FIELDS, type DeclarationField, GOODS_FIELDS } from './fields.ts';
import { pointerOf, type Said } from './said.ts';

/** Who sends, as it stands in BaseTransfer. */
export type Transmitter = {
  readonly code: string;
  readonly name: string;
  readonly dxpId: string | null;
};

/** One of the four messages of a declaration. */
export type Derived = { readonly type: string; readonly bytes: Buffer };

/** The letter of a target, and the messages in the order in which they are filed. */
const TYPES = { O: 'CEB311', P: 'CEB411', W: 'CEB511', L: 'CEB621' } as const;
type Letter = keyof typeof TYPES;
const LETTERS = Object.keys(TYPES) as Letter[];

/**
 * The four messages of a completed declaration. The same declaration of the same sender gives the
 * same bytes, guids too, so that sending it twice does nothing twice; a document in which nothing
 * changed is the same message as before.
 * @param nameOf the registered name of an enterprise
 */
export function derive(
  said: Said,
  sender: Transmitter,
  nameOf: (code: string) => string,
): readonly Derived[] {
  const lines = said.goods.map((line) => withTotal(line));
  const sums = sumsOf(said, lines);
  return LETTERS.map((letter) => {
    const head = {
      ...elementsOf(said.head, DECLARATION_FIELDS, letter, nameOf),
      ...fixedOf(letter, said, sums),
    };
    const small = letter.toLowerCase();
    const own = letter === 'O' || letter === 'L';
    const rows = own ? lines.map((line, i) => lineOf(line, small, i, nameOf)) : [];
    return { type: TYPES[letter], bytes: message(TYPES[letter], head, rows, sender) };
  });
}

function message(type: string, content: Values, lines: Values[], sender: Transmitter): Buffer {
  const guid = guidOf(type, sender.code, JSON.stringify([sorted(content), lines.map(sorted)]));
  const head = { ...content, guid };
  const transfer = {
    copCode: sender.code,
    copName: sender.name,
    dxpMode: 'DXP',
    dxpId: sender.dxpId ?? '',
  };
  const whole = { guid: guidOf('message', guid), transfer, records: [{ head, lines }] };
  return Buffer.from(encodeMessage(type, whole));
}

const sorted = (values: Values) => Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));

function guidOf(...parts: readonly string[]): string {
  return uuidOf(createHash('sha256').update(parts.join('\n')).digest()).toUpperCase();
}

function elementsOf(
  values: ReadonlyMap<string, string>,
  fields: readonly DeclarationField[],
  letter: string,
  nameOf: (code: string) => string,
): Values {
  const elements: Values = {};
  for (const { path, targets, names } of fields) {
    const value = values.get(path);
    if (value === undefined) continue;
    for (const target of targets) put(elements, target, letter, value);
    for (const target of names) put(elements, target, letter, nameOf(value));
  }
  return elements;
}

function put(elements: Values, target: string, letter: string, value: string): void {
  if (target.startsWith(`${letter}.`)) elements[target.slice(2)] = value;
}

function lineOf(
  line: ReadonlyMap<string, string>,
  letter: string,
  index: number,
  nameOf: (code: string) => string,
): Values {
  const elements = elementsOf(line, GOODS_FIELDS, letter, nameOf);
  return { ...elements, gnum: String(index + 1), currency: CURRENCY };
}

const CURRENCY = '142';

type Sums = { readonly goods: Fen; readonly freight: Fen; readonly paid: Fen };

/** Elements that are the same in every declaration, or follow from other values. */
function fixedOf(letter: Letter, { head }: Said, { goods, freight, paid }: Sums): Values {
  const common = { appType: '1', appStatus: '2', currency: CURRENCY };
  switch (letter) {
    case 'O':
      return {
        ...{ ...common, orderType: 'I', goodsValue: formatFen(goods) },
        ...{ freight: formatFen(freight), acturalPaid: formatFen(paid) },
      };
    case 'P':
      return { ...common, amountPaid: formatFen(paid) };
    case 'W':
      return common;
    case 'L':
      return { ...common, ieFlag: 'I', declTime: (head.get('list.time') ?? '').slice(0, 8) };
  }
}

/** Freight of the order includes insurance; what was paid is all but the deduction (DOC-8). */
function sumsOf({ head }: Said, lines: readonly ReadonlyMap<string, string>[]): Sums {
  const fen = (path: string): Fen => parseFen(head.get(path) ?? '') ?? 0n;
  const goods = lines.reduce((sum, line) => sum + (parseFen(line.get('total') ?? '') ?? 0n), 0n);
  const freight = fen('freight') + fen('insurance');
  return { goods, freight, paid: goods + freight + fen('tax') - fen('discount') };
}

/** Quantity and price count 0.00001 each, so their product counts 1e-10 yuan. */
const UNITS_OF_FEN = 100_000_000n;

function withTotal(line: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  if (line.has('total')) return line;
  const [quantity, price] = ['quantity', 'price'].map((path) => parseScaled5(line.get(path) ?? ''));
  const total = divideHalfUp((quantity ?? 0n) * (price ?? 0n), UNITS_OF_FEN);
  return new Map(line).set('total', formatScaled5(total * 1_000n));
}

/** Values that elements follow from which nobody said. */
const FOLLOWS: Readonly<Record<string, string>> = {
  'O.goodsValue': '/goods',
  'O.freight': '/freight',
  'O.acturalPaid': '/tax',
  'P.amountPaid': '/tax',
  'L.declTime': '/list/time',
};
/** What names each document. */
const KEYS: Readonly<Record<string, string>> = {
  CEB311: '/orderNo',
  CEB411: '/payment/no',
  CEB511: '/waybill/no',
  CEB621: '/orderNo',
};

/**
 * The pointer, in the body, of the value behind a place in one of the messages.
 * @param path such as `CEB621Message/InventoryList[2]/qty`; the message alone is its number
 */
export function pointerBehind(path: string | null): string {
  const [, type = '', rest = ''] = /^(CEB\d{3})Message(?:\/(.*))?$/.exec(path ?? '') ?? [];
  const letter = LETTERS.find((each) => TYPES[each] === type);
  if (letter === undefined) return '';
  if (rest === '') return KEYS[type]!;
  const element = rest.split('/').at(-1)!;
  const line = /List\[(\d+)\]/.exec(rest)?.[1];
  const number = line === undefined ? null : Number(line) - 1;
  const target = `${number === null ? letter : letter.toLowerCase()}.${element}`;
  const fields = number === null ? DECLARATION_FIELDS : GOODS_FIELDS;
  const field = fields.find(({ targets, names }) =>
    [...targets, ...names].some((t) => t === target),
  );
  if (field !== undefined) return pointerOf(field, number);
  return FOLLOWS[target] ?? (number === null ? '' : `/goods/${number}`);
}
