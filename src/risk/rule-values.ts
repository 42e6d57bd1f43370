import { formatFen, formatScaled5, parseFen, parseScaled5 } from '../base/fen.ts';
import { LIMITS } from '../base/limits.ts';
import type { Operand } from './rule.ts';
import type { About, FieldKind } from './rule-fields.ts';
import { isPlain, type Token } from './rule-words.ts';

const EXPECTED: Readonly<Record<FieldKind, readonly [en: string, zh: string]>> = {
  code: ['a code such as 4612 or 2106', '代码，如 4612、2106'],
  name: ['a text in quotes', '引号内的文字'],
  count: ['a whole number', '整数'],
  yuan: ['yuan such as 4500 or 4500.00', '金额（元），如 4500.00'],
  decimal: ['a number of at most five decimals', '至多五位小数的数字'],
};

/** What the value of a field has to be, in English and Chinese. */
export function expectedOf({ kind, choices }: About): readonly [en: string, zh: string] {
  if (choices === undefined) return EXPECTED[kind];
  return [`one of ${choices.join(', ')}`, `${choices.join('、')}之一`];
}

/** The value that a word of a rule stands for; null when it is none of that field. */
export function readValue(
  { kind, choices }: About,
  { kind: written, text }: Token,
): Operand | null {
  if (kind === 'code' || kind === 'name') {
    if (text === '' || text.length > LIMITS.riskValue) return null;
    return choices === undefined || choices.includes(text) ? text : null;
  }
  if (written !== 'number') return null;
  if (kind === 'yuan') return parseFen(text);
  if (kind === 'decimal') return parseScaled5(text);
  const count = Number(text);
  return Number.isSafeInteger(count) && !text.includes('.') ? count : null;
}

/** A value as rules write it. */
export function writeValue({ kind }: About, value: Operand): string {
  if (typeof value === 'bigint') return kind === 'yuan' ? formatFen(value) : formatScaled5(value);
  if (typeof value === 'number') return String(value);
  return kind === 'code' && isPlain(value) ? value : quoted(value);
}

/** A text in quotes. */
export function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
