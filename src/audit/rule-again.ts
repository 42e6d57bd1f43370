import { atLeast, fractionOf } from './decimals.ts';

/** What rules are asked about: texts as they stand in the documents. */
export type Told = {
  /** The value of a field, of goods one for each line; null when there is no such field. */
  values(field: string): Values | null;
  /** Whether something of the parcel stands on a watch list; null when that cannot be told. */
  isWatched(list: string, key: string): boolean | null;
};

/** Amounts are compared by what they are worth, 1.50 is 1.5; everything else as it stands. */
export type Values = { readonly texts: readonly string[]; readonly isAmount: boolean };

type Reading = { readonly words: readonly string[]; at: number };

const WORD = /"(?:\\.|[^"\\])*"|[=!<>]+|[(),]|[^\s(),"]+/gu;

/**
 * Whether a risk rule selects a parcel, worked out from its canonical text alone, with no code of
 * the engine: while it is read. Null when it cannot be read, or asks for what is not told.
 */
export function selectsAgain(text: string, told: Told): boolean | null {
  const reading: Reading = { words: text.match(WORD) ?? [], at: 1 };
  takes(reading, 'export');
  if (!takes(reading, 'when')) return null;
  const selected = anyOf(reading, told);
  return reading.at === reading.words.length ? selected : null;
}

/** Whether a rule, by its canonical text, is one of exports. */
export function isOfExports(text: string): boolean {
  return /^\w+ export when /.test(text);
}

function anyOf(r: Reading, told: Told): boolean | null {
  let whole = allOf(r, told);
  while (takes(r, 'or')) {
    const one = allOf(r, told);
    whole = whole === null || one === null ? null : whole || one;
  }
  return whole;
}

function allOf(r: Reading, told: Told): boolean | null {
  let whole = oneOf(r, told);
  while (takes(r, 'and')) {
    const one = oneOf(r, told);
    whole = whole === null || one === null ? null : whole && one;
  }
  return whole;
}

function oneOf(r: Reading, told: Told): boolean | null {
  if (takes(r, 'not')) {
    const one = oneOf(r, told);
    return one === null ? null : !one;
  }
  if (takes(r, '(')) {
    const inner = anyOf(r, told);
    return takes(r, ')') ? inner : null;
  }
  if (takes(r, 'watch')) {
    const list = plain(next(r));
    return takes(r, 'has') ? told.isWatched(list, next(r)) : null;
  }
  return compared(r, told);
}

function compared(r: Reading, told: Told): boolean | null {
  const field = next(r);
  const sign = next(r);
  const wanted: string[] = [];
  if (sign === 'in') {
    if (!takes(r, '(')) return null;
    do wanted.push(plain(next(r)));
    while (takes(r, ','));
    if (!takes(r, ')')) return null;
  } else {
    wanted.push(plain(next(r)));
  }
  const values = told.values(field);
  if (values === null) return null;
  const holds = values.isAmount ? holdsOfAmount : holdsOfText;
  return values.texts.some((value) => {
    if (sign === 'in') return wanted.some((one) => holds(value, '=', one));
    if (sign === '!=') return !holds(value, '=', wanted[0] ?? '');
    return holds(value, sign, wanted[0] ?? '');
  });
}

function holdsOfText(value: string, sign: string, wanted: string): boolean {
  if (sign === 'starts') return value.startsWith(wanted);
  if (sign === 'contains') return value.includes(wanted);
  return sign === '=' && value === wanted;
}

function holdsOfAmount(value: string, sign: string, wanted: string): boolean {
  const [a, b] = [fractionOf(value), fractionOf(wanted)];
  if (a === null || b === null) return false;
  if (sign === '=') return atLeast(a, b) && atLeast(b, a);
  if (sign === '>=') return atLeast(a, b);
  if (sign === '<=') return atLeast(b, a);
  return sign === '>' ? !atLeast(b, a) : !atLeast(a, b);
}

function takes(r: Reading, word: string): boolean {
  if (r.words[r.at] !== word) return false;
  r.at += 1;
  return true;
}

function next(r: Reading): string {
  const word = r.words[r.at] ?? '';
  r.at += 1;
  return word;
}

function plain(word: string): string {
  return word.startsWith('"') ? word.slice(1, -1).replace(/\\(.)/gsu, '$1') : word;
}
