import { fail, ok, type Result } from '../base/result.ts';

/** One word of a rule's text. `number` is written with digits and at most one point. */
export type Token = {
  readonly kind: 'word' | 'number' | 'text' | 'sign' | 'end';
  /** Words as they stand, texts without their quotes, signs in ASCII. */
  readonly text: string;
  /** Where it begins: UTF-16 units from the start of the text. */
  readonly at: number;
};

/** A place at which no word begins, or a text that does not end. */
export type BadWord = { readonly at: number; readonly unended: boolean };

const WORD = /[\p{L}\p{N}_][\p{L}\p{N}_.-]*/uy;
const NUMBER = /^\d+(\.\d+)?$/;
const BLANK = /(?:\s|#[^\n]*)+/y;
const SIGN = /!=|<=|>=|[=<>(),≠≤≥]/y;
const ASCII: Readonly<Record<string, string>> = { '≠': '!=', '≤': '<=', '≥': '>=' };
const QUOTES: Readonly<Record<string, string>> = { '"': '"', '“': '”' };

/**
 * Cuts the text of a rule into words, with one `end` behind them. Full-width signs and letters
 * count as their ASCII twins except inside quotes; `#` begins a remark until the end of its line.
 */
export function wordsOf(written: string): Result<Token[], BadWord> {
  const text = narrowed(written);
  const tokens: Token[] = [];
  for (let at = after(BLANK, text, 0); at < text.length; ) {
    const token = quoted(written, at) ?? signAt(text, at) ?? wordAt(text, at);
    if (token === null) return fail({ at, unended: text[at]! in QUOTES });
    tokens.push({ kind: token.kind, text: token.text, at });
    at = after(BLANK, text, token.end);
  }
  return ok([...tokens, { kind: 'end', text: '', at: text.length }]);
}

type Found = { readonly kind: Token['kind']; readonly text: string; readonly end: number };

// Same length, so that places stay where they are.
function narrowed(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (wide) => {
    return String.fromCharCode(wide.charCodeAt(0) - 0xfee0);
  });
}

function after(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function quoted(text: string, at: number): Found | null {
  const close = QUOTES[text[at]!];
  if (close === undefined) return null;
  let value = '';
  for (let i = at + 1; i < text.length && text[i] !== '\n'; i += 1) {
    if (text[i] === close) return { kind: 'text', text: value, end: i + 1 };
    if (text[i] === '\\' && text[i + 1] !== '\n') i += 1;
    value += text[i] ?? '';
  }
  return null;
}

function signAt(text: string, at: number): Found | null {
  const end = after(SIGN, text, at);
  if (end === at) return null;
  const sign = text.slice(at, end);
  return { kind: 'sign', text: ASCII[sign] ?? sign, end };
}

function wordAt(text: string, at: number): Found | null {
  const end = after(WORD, text, at);
  if (end === at) return null;
  const word = text.slice(at, end);
  return { kind: NUMBER.test(word) ? 'number' : 'word', text: word, end };
}

/** Whether a value can stand without quotes. */
export function isPlain(value: string): boolean {
  if (value === '' || value !== narrowed(value)) return false;
  return after(WORD, value, 0) === value.length;
}
