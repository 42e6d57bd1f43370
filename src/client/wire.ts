import type { Finding } from '../base/finding.ts';

/** A receipt as the window answers it in JSON. */
export type WireReceipt = {
  readonly cursor: number;
  /** `CEB622`. */
  readonly type: string;
  readonly status: string;
  readonly info: string;
  /** ISO 8601 with the Shanghai offset; such texts compare in order. */
  readonly at: string;
  readonly keys: Readonly<Record<string, string>>;
  readonly findings: readonly Finding[];
  /** guid of the record it answers. */
  readonly recordGuid: string | null;
};

/** One page of a receipt stream; `next` is the cursor to go on behind. */
export type ReceiptPage = { readonly receipts: readonly WireReceipt[]; readonly next: number };

/** What the window says when it takes a message. */
export type Accepted = {
  readonly messageId: string;
  readonly type: string;
  readonly records: number;
  readonly duplicate: boolean;
};

/** The answer has another shape than the interface describes. */
export class UnexpectedAnswer extends Error {
  override name = 'UnexpectedAnswer';
}

type Fields = Readonly<Record<string, unknown>>;

/** Reads the answer 202. @throws UnexpectedAnswer */
export function readAccepted(body: unknown): Accepted {
  const { messageId, type, records, duplicate } = fieldsOf(body);
  return {
    messageId: text(messageId, 'messageId'),
    type: text(type, 'type'),
    records: integer(records, 'records'),
    duplicate: duplicate === true,
  };
}

/** Reads a page of receipts. @throws UnexpectedAnswer */
export function readPage(body: unknown): ReceiptPage {
  const { receipts, next } = fieldsOf(body);
  return { receipts: items(receipts, 'receipts').map(readReceipt), next: integer(next, 'next') };
}

/** The findings of a problem document; empty when it is none. */
export function readFindings(body: unknown): Finding[] {
  if (typeof body !== 'object' || body === null) return [];
  const { findings } = body as Fields;
  return Array.isArray(findings) ? findings.map(readFinding) : [];
}

function readReceipt(body: unknown): WireReceipt {
  const { cursor, type, status, info, at, keys, findings, recordGuid } = fieldsOf(body);
  return {
    cursor: integer(cursor, 'cursor'),
    type: text(type, 'type'),
    status: text(status, 'status'),
    info: text(info, 'info'),
    at: text(at, 'at'),
    keys: texts(keys),
    findings: items(findings, 'findings').map(readFinding),
    recordGuid: typeof recordGuid === 'string' ? recordGuid : null,
  };
}

function readFinding(body: unknown): Finding {
  const { code, zh, en, path, line, law, hint, hintZh } = fieldsOf(body);
  return {
    code: text(code, 'code'),
    zh: text(zh, 'zh'),
    en: text(en, 'en'),
    path: typeof path === 'string' ? path : null,
    ...(typeof line === 'number' ? { line } : {}),
    law: typeof law === 'string' ? law : null,
    hint: typeof hint === 'string' ? hint : null,
    hintZh: typeof hintZh === 'string' ? hintZh : null,
  };
}

/** An object's fields. @throws UnexpectedAnswer */
export function fieldsOf(body: unknown): Fields {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Fields;
  throw new UnexpectedAnswer('the answer is no object');
}

/** A list. @throws UnexpectedAnswer */
export function items(value: unknown, name: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw new UnexpectedAnswer(`${name} is no list`);
}

/** A text. @throws UnexpectedAnswer */
export function text(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  throw new UnexpectedAnswer(`${name} is no text`);
}

function integer(value: unknown, name: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new UnexpectedAnswer(`${name} is no whole number`);
}

function texts(value: unknown): Record<string, string> {
  const pairs = Object.entries(fieldsOf(value)).map(([name, one]) => [name, text(one, name)]);
  return Object.fromEntries(pairs) as Record<string, string>;
}
