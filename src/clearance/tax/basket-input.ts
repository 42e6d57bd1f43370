import { type Fen, parseFen, parseScaled5 } from '../../base/fen.ts';
import type { Finding } from '../../base/finding.ts';
import { compare, ONE, parseRational, type Rate, rate, ZERO } from '../../base/rate.ts';

// Longer texts are no amounts of this trade and would only cost time.
const MAX_TEXT = 40;
/** A bound for numbers that are no shares. */
export const UNLIMITED: Rate = rate(10n ** 30n, 1n);

export type Raw = Readonly<Record<string, unknown>>;
export type Reading = { readonly sink: Finding[] };
export type BasketCode = 'BASKET-KEY' | 'BASKET-MISSING' | 'BASKET-VALUE' | 'BASKET-GOODS';

const CODES: Readonly<Record<BasketCode, string>> = {
  'BASKET-KEY': '未知或多余的键',
  'BASKET-MISSING': '缺少必填内容',
  'BASKET-VALUE': '取值错误',
  'BASKET-GOODS': '商品编号没有有效税率',
};

/** Refuses every key that is not known. */
export function checkKeys(
  reading: Reading,
  raw: Raw,
  known: readonly string[],
  prefix: string,
): void {
  for (const key of Object.keys(raw)) {
    if (known.includes(key)) continue;
    refuse(reading, 'BASKET-KEY', `${prefix}${key.slice(0, MAX_TEXT)}`, 'unknown key');
  }
}

/** Yuan as fen, not negative; `absent` stands for a missing key, null makes it required. */
export function readAmount(
  reading: Reading,
  raw: Raw,
  key: string,
  path: string,
  absent: Fen | null,
): Fen | null {
  const text = raw[key];
  if (text === undefined && absent !== null) return absent;
  if (text === undefined) return refuse(reading, 'BASKET-MISSING', path, 'an amount in yuan');
  const fen = typeof text === 'string' && text.length <= MAX_TEXT ? parseFen(text) : null;
  if (fen !== null && fen >= 0n) return fen;
  return refuse(reading, 'BASKET-VALUE', path, 'expected yuan as a text such as "12.50"');
}

/** A positive quantity. JSON integers are allowed: they are exact, unlike JSON amounts. */
export function readQty(reading: Reading, raw: Raw, path: string): bigint | null {
  const given = raw.qty;
  if (given === undefined) return refuse(reading, 'BASKET-MISSING', `${path}/qty`, 'the quantity');
  const text = Number.isSafeInteger(given) ? String(given) : given;
  const qty = typeof text === 'string' && text.length <= MAX_TEXT ? parseScaled5(text) : null;
  if (qty !== null && qty > 0n) return qty;
  return refuse(reading, 'BASKET-VALUE', `${path}/qty`, 'expected a positive number such as "1"');
}

/** A rational from 0 to below `limit`; null when the key is missing or refused. */
export function readNumber(
  reading: Reading,
  raw: Raw,
  key: string,
  path: string,
  limit: Rate,
): Rate | null {
  const text = raw[key];
  if (text === undefined) return null;
  const value = typeof text === 'string' && text.length <= MAX_TEXT ? parseRational(text) : null;
  if (value !== null && compare(value, ZERO) >= 0 && compare(value, limit) < 0) return value;
  const expected = limit === ONE ? 'a share below 1 such as "0.13"' : 'a number such as "6/988"';
  return refuse(reading, 'BASKET-VALUE', `${path}/${key}`, `expected ${expected}, as a text`);
}

/** Whether the value is a JSON object. */
export function isRecord(raw: unknown): raw is Raw {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}

/** Says what is wrong at a path of the input. */
export function refuse(reading: Reading, code: BasketCode, path: string, detail: string): null {
  reading.sink.push({
    code,
    zh: `${CODES[code]}：${detail}`,
    en: detail,
    path: path === '' ? null : path,
    law: null,
    hint: null,
  });
  return null;
}
