import { type Fraction, fractionOf, over, times, whole } from '../decimals.ts';
import type { ExportParcel } from '../export-walk.ts';
import type { KeptBookLine } from '../facts-reader.ts';
import type { Law } from '../law.ts';
import { elementOf, filledOf, type RawRecord } from '../xml-text.ts';

/**
 * Each list that is with customs or released has promised to it what its lines say, in the unit of
 * the book's line as it stood when the list was decided, and nothing else of the book; lists of
 * exports that were accepted had so, whatever became of them. Worked out from the bytes of the list
 * (STK-6, STK-7, EXP-8).
 */
export const PROMISES: Law = {
  id: 'promises',
  title: 'What is promised to a list is what its lines say',
  watch: (tally, { sampleOf }) => {
    if (sampleOf > 1) tally.note(`one batch of decisions in ${sampleOf} was worked out`);
    const check = (parcel: AnyParcel): void => {
      const problems = problemsOf(parcel);
      tally.check(problems.length === 0, () => {
        return `list ${parcel.list_no} (${parcel.key}) ${problems.join(', ')}`;
      });
    };
    return { onParcel: check, onExport: check };
  },
};

/** What a list of either way is checked by. */
type AnyParcel = Pick<
  ExportParcel,
  'list_no' | 'key' | 'day' | 'statutes' | 'list' | 'postings'
> & {
  readonly first: { readonly books: readonly KeptBookLine[] } | null;
};

const BONDED = ['1210', '1239'];
const FIVE_PLACES = whole(100_000n);

function problemsOf({ list, statutes, day, first, postings }: AnyParcel): string[] {
  // What is missing is told by other laws.
  if (list?.raw == null || statutes === null || first === null) return [];
  const asked = statutes.flag('stockRequired', day) === true;
  const isBonded = BONDED.includes(elementOf(list.raw.head, 'tradeMode') ?? '');
  const due = asked && isBonded ? dueOf(list.raw, first.books) : new Map<string, bigint>();
  if (typeof due === 'string') return [due];
  const promised = postings.filter(({ ledger, kind }) => ledger === 'stock' && kind === 'reserve');
  const amounts = new Map(promised.map(({ key, amount }) => [key, amount]));
  return [...new Set([...due.keys(), ...amounts.keys()])].flatMap((key) => {
    const [is, should] = [amounts.get(key) ?? 0n, due.get(key) ?? 0n];
    return is === should ? [] : [`has ${is} of ${key} promised, should have ${should}`];
  });
}

/** What the lines take from each account, or why that cannot be told. */
function dueOf(
  { head, lines }: RawRecord,
  books: readonly KeptBookLine[],
): Map<string, bigint> | string {
  const book = filledOf(head, 'emsNo');
  const due = new Map<string, bigint>();
  for (const line of lines) {
    const key = `${book}:${filledOf(line, 'itemRecordNo')}`;
    const booked = books.find((one) => one.key === key);
    if (booked === undefined) return `takes goods of ${key}, which no decision looked up`;
    const quantity = inUnitOf(booked, line);
    if (quantity === null) return `takes a quantity of ${key} that does not convert`;
    due.set(key, (due.get(key) ?? 0n) + quantity);
  }
  return due;
}

const GRAMS: Readonly<Record<string, bigint>> = { '035': 1_000n, '036': 1n, '070': 1_000_000n };

/** A line's quantity in 0.00001 of the unit of the book; null when that is no whole number. */
function inUnitOf(booked: KeptBookLine, line: string): bigint | null {
  const quantity = fractionOf(filledOf(line, 'qty') ?? undefined);
  const factor = factorOf(booked, filledOf(line, 'unit') ?? '');
  if (quantity === null || factor === null) return null;
  const { n, d } = times(times(quantity, factor), FIVE_PLACES);
  return n % d === 0n ? n / d : null;
}

function factorOf({ unit, units }: KeptBookLine, declared: string): Fraction | null {
  if (declared === unit) return whole(1n);
  const legal = units.find((one) => one.unit === declared);
  // Hundred-thousandths of the legal unit make one of the book's.
  if (legal !== undefined) return over(FIVE_PLACES, whole(legal.perUnit));
  const [from, to] = [GRAMS[declared], GRAMS[unit]];
  return from === undefined || to === undefined ? null : over(whole(from), whole(to));
}
