import { type Instant, isoShanghai } from '../base/dates.ts';
import { formatScaled5, type Scaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import type { Receipt } from './receipt.ts';

/**
 * Receipts for documents of a zone. The first one says whether a document is stored; the others
 * tell what customs did with it, and carry the document as customs has it. Whoever applied is not
 * told: that stands in the evidence alone.
 */

export type Values = Record<string, string>;

/** Longest note and remark of the schemas, in characters. */
export const NOTE_LENGTH = 255;
/** The same of the first answer, which holds all reasons. */
const INFO_LENGTH = 4000;

/** `2024-07-30 11:48:02`, as receipts of customs have it, in Shanghai. */
export function zoneMoment(at: Instant): string {
  return isoShanghai(at).slice(0, 19).replace('T', ' ');
}

/** What became of a document at the door. */
export type FirstAnswer =
  | { readonly kind: 'stored'; readonly seqNo: string }
  | { readonly kind: 'draft' }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

const NAMES: Readonly<Record<string, string>> = { INV101: '保税核注清单', SAS121: '核放单' };

/** DealFlag of what is stored, and of what is not; real clients take anything but 0 as failure. */
export const DEALT = { stored: '0', failed: '-1' } as const;

/**
 * CommonResponeMessage: the first answer to a document.
 * @param type INV101 or SAS121
 * @param ownNo its number as the enterprise has it
 */
export function respone(type: string, ownNo: string, answer: FirstAnswer, at: Instant): Receipt {
  const name = NAMES[type] ?? type;
  const keys: Values = ownNo === '' ? {} : { EtpsPreentNo: ownNo };
  const told = { type: 'CommonResponeMessage', keys, at, recordGuid: ownNo };
  if (answer.kind === 'refused') {
    const info = clipped(answer.findings.map(reason).join('；'), INFO_LENGTH);
    return { ...told, status: DEALT.failed, info, findings: answer.findings };
  }
  if (answer.kind === 'draft') {
    return { ...told, status: DEALT.stored, info: `${name}已暂存`, findings: [] };
  }
  const info = `${name}申报服务调用成功`;
  const numbered = { SeqNo: answer.seqNo, ...keys };
  return { ...told, keys: numbered, status: DEALT.stored, info, findings: [] };
}

/** One reason as a note says it. */
export function reason({ code, zh, path }: Finding): string {
  return `[${code}]${zh}${path === null ? '' : `（${path}）`}`;
}

/** Cuts at characters. */
export function clipped(text: string, length: number): string {
  return text.length <= length ? text : [...text].slice(0, length).join('');
}

/** What is decided, about which document and why. */
export type ZoneDecision = {
  /** Number that the single window gave. */
  readonly seqNo: string;
  /** Number that customs gave: of the entry list or of the gate slip. */
  readonly documentNo: string;
  /** How often it was changed. */
  readonly change: number;
  /** 1 record, 2 change, 3 void; null where the receipt answers no filing. */
  readonly action: '1' | '2' | '3' | null;
  readonly ownNo: string;
  readonly at: Instant;
  readonly info?: string;
  readonly findings?: readonly Finding[];
};

/** A receipt that tells a decision. */
export function decided(type: string, decision: ZoneDecision, status: string): Receipt {
  const { seqNo, documentNo, change, action, ownNo, at, info = '', findings = [] } = decision;
  const keys: Values = { etpsPreentNo: seqNo, businessId: documentNo, tmsCnt: String(change) };
  if (action !== null) keys.typecd = action;
  const notes = findings.map((finding) => ({ note: clipped(reason(finding), NOTE_LENGTH) }));
  const told = { type, keys, status, info: clipped(info, NOTE_LENGTH), at, findings };
  const parts = notes.length === 0 ? {} : { parts: { CheckInfo: notes } };
  return { ...told, ...parts, recordGuid: ownNo };
}

/** Without the values that are not there. */
export function filled(values: Readonly<Record<string, string | null>>): Values {
  const said = Object.entries(values).filter(([, value]) => value !== null && value !== '');
  return Object.fromEntries(said) as Values;
}

/** Values as elements have them; null for none. */
export const momentOf = (at: Instant | null): string | null =>
  at === null ? null : zoneMoment(at);
export const amountOf = (value: Scaled5 | null): string | null =>
  value === null ? null : formatScaled5(value);
export const numberOf = (value: number | null): string | null =>
  value === null ? null : String(value);
