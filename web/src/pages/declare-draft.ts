import type { Answer } from '../api/call.ts';
import type { Calls } from '../api/generated.ts';

export type Choices = Answer<'readDeclarationChoices'>;
export type SaidField = Choices['head'][number];
export type Found = Answer<'searchGoods'>['goods'][number];
type Values = Readonly<Record<string, string>>;

/** One line of goods; `key` tells it from the others while they move. */
export type DraftLine = { readonly key: number; readonly values: Values };

/** What is typed of one declaration, by the paths of the fields; kept in memory only. */
export type Draft = { readonly head: Values; readonly goods: readonly DraftLine[] };

/** What of a draft may stand in another one: of templates, and of copies of lists. */
export type Pattern = { readonly head: Values; readonly goods: readonly Values[] };

let lastKey = 0;

/** A line with a key of its own. */
export function newLine(values: Values = {}): DraftLine {
  lastKey += 1;
  return { key: lastKey, values };
}

/** The documents in which enterprises stand, as undertakings name them. */
const DOCUMENT_OF: Readonly<Record<string, string>> = {
  ...{ platform: 'order', seller: 'order', agent: 'list' },
  ...{ 'payment.company': 'payment', 'waybill.company': 'waybill' },
};

/** Whom a field may name: those the person may send that document for, before the person itself. */
export function principalsFor(path: string, { principals }: Choices): Choices['principals'] {
  const kind = DOCUMENT_OF[path];
  return kind === undefined
    ? principals
    : principals.filter(({ documents }) => documents.includes(kind));
}

/** A draft to begin with: what the law of the day leaves no choice in, and the time. */
export function beginning(choices: Choices, party: string, pattern?: Pattern): Draft {
  const now = choices.now.slice(0, 19).replace('T', ' ');
  const usual: Record<string, string> = { mode: choices.modes[0] ?? '', 'list.time': now };
  for (const { path } of choices.head) {
    if (DOCUMENT_OF[path] === undefined || path === 'agent') continue;
    const others = principalsFor(path, choices).filter(({ code }) => code !== party);
    if (others.length === 1) usual[path] = others[0]!.code;
  }
  const goods = pattern?.goods.map((values) => newLine(values)) ?? [newLine()];
  return { head: { ...usual, ...pattern?.head }, goods };
}

/** What of a draft another declaration may say again; nothing personal. */
export function patternOf({ head, goods }: Draft, choices: Choices): Pattern {
  const kept = (values: Values, fields: readonly SaidField[]): Values =>
    Object.fromEntries(
      fields.flatMap(({ path, repeatable }) => {
        const value = values[path] ?? '';
        return repeatable && value !== '' ? [[path, value]] : [];
      }),
    );
  return {
    head: kept(head, choices.head),
    goods: goods.map(({ values }) => kept(values, choices.goods)),
  };
}

type Nested = { [name: string]: string | Nested };

/** Values by dotted paths as the nested objects of a body; blank ones are left out. */
function nested(values: Values): Nested {
  const whole: Nested = {};
  for (const [path, value] of Object.entries(values)) {
    if (value.trim() === '') continue;
    const steps = path.split('.');
    const last = steps.pop()!;
    let place = whole;
    for (const step of steps) {
      const inner = (place[step] ?? {}) as Nested;
      place[step] = inner;
      place = inner;
    }
    place[last] = value.trim();
  }
  return whole;
}

/** The body that a draft stands for; without a tax of its own it says the one worked out. */
export function bodyOf({ head, goods }: Draft, tax: string | null): Calls['declare']['body'] {
  const said = { ...head, tax: head.tax?.trim() || (tax ?? '') };
  return { ...nested(said), goods: goods.map(({ values }) => nested(values)) } as never;
}

/** The JSON pointer of a field, by which findings name it. */
export function pointerOf(path: string, line: number | null): string {
  const own = `/${path.replaceAll('.', '/')}`;
  return line === null ? own : `/goods/${line}${own}`;
}

/** A decimal as a count of 0.00001; null when it is none. */
function scaled(text: string): bigint | null {
  const [, whole, part = ''] = /^(\d{1,15})(?:\.(\d{1,5}))?$/.exec(text.trim()) ?? [];
  return whole === undefined ? null : BigInt(whole + part.padEnd(5, '0'));
}

/** Quantity times price in yuan, half a fen up, as the platform sums a line; null when unknown. */
export function totalOf({ total, quantity, price }: Values): string | null {
  if (total !== undefined && total.trim() !== '')
    return scaled(total) === null ? null : total.trim();
  const [count, each] = [scaled(quantity ?? ''), scaled(price ?? '')];
  if (count === null || each === null) return null;
  // Both count 0.00001, so their product counts 1e-10 yuan: 1e8 of it are one fen.
  const fen = (count * each + 50_000_000n) / 100_000_000n;
  return `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;
}

const MEASURES = ['itemNo', 'unit', 'quantity1', 'unit1', 'quantity2', 'unit2'] as const;

/** The basket of a draft for its tax, or null while a line lacks its code, price or quantity. */
export function basketOf({ head, goods }: Draft, remaining: string | null) {
  const lines = goods.map(({ values }) => {
    const price = totalOf(values);
    const code = values.hs?.trim() ?? '';
    const qty = values.quantity?.trim() ?? '';
    if (price === null || !/^\d{8}(\d\d)?$/.test(code) || !(scaled(qty) ?? 0n)) return null;
    const more = MEASURES.flatMap((name) => {
      const value = values[name]?.trim() ?? '';
      const isFit =
        name === 'itemNo' || (name.startsWith('unit') ? /^\d{3}$/ : /^[\d.]+$/).test(value);
      return value !== '' && isFit ? [[name, value]] : [];
    });
    return { price, qty, goods: code, ...Object.fromEntries(more) };
  });
  if (lines.length === 0 || lines.some((line) => line === null)) return null;
  const money = (path: string) => (scaled(head[path] ?? '') === null ? '0' : head[path]!.trim());
  return {
    ...{ freight: money('freight'), insurance: money('insurance') },
    ...(head.seller ? { seller: head.seller.trim() } : {}),
    ...(remaining === null ? {} : { annualRemaining: remaining }),
    lines: lines as readonly NonNullable<(typeof lines)[number]>[],
  };
}

/** An identity number for eyes that need not know it: the first three and the last character. */
export function masked(number: string): string {
  if (number.length < 6) return '*'.repeat(number.length);
  return `${number.slice(0, 3)}${'*'.repeat(number.length - 4)}${number.slice(-1)}`;
}

/** The sections of the form: which fields stand where, by their paths. */
export const SECTIONS = [
  ['order', /^(orderNo|order\.|platform|seller|freight|insurance|discount|tax|note)/],
  ['buyer', /^(buyer|consignee)\./],
  ['payment', /^payment\./],
  ['waybill', /^(waybill|weight)\.|^packs$/],
  ['list', /./],
] as const;

/** The fields of a section, the required ones first. */
export function fieldsOf(section: (typeof SECTIONS)[number][0], { head }: Choices): SaidField[] {
  const own = head.filter(
    ({ path }) => SECTIONS.find(([, paths]) => paths.test(path))?.[0] === section,
  );
  return [...own.filter(({ required }) => required), ...own.filter(({ required }) => !required)];
}
