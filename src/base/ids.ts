import { assert } from './assert.ts';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** 10-character customs registration or 18-character unified social credit code. */
export type EnterpriseCode = Branded<'EnterpriseCode'>;
/** Id of a received message, derived from its bytes, as a UUID. */
export type MessageId = Branded<'MessageId'>;
/** Pre-entry number: a letter, `B` for a list, + yyyyMMdd + 9 digits (MODES section 4). */
export type PreNo = Branded<'PreNo'>;
/** Customs number of a list: 4 customs + 4 year + I/E + 9 digits (MODES section 4). */
export type ListNo = Branded<'ListNo'>;
/** Keyed hash of something personal, 22 characters of base64url (128 bits). */
export type PersonKey = Branded<'PersonKey'>;

/** Marks a text as an enterprise code; its shape is checked by the registry. */
export const enterpriseCode = (text: string): EnterpriseCode => text as EnterpriseCode;
export const messageId = (text: string): MessageId => text as MessageId;
export const personKey = (text: string): PersonKey => text as PersonKey;

/** Letter of the document (`B` for a list) + day + 9-digit sequence. */
export function preNo(date: string, sequence: bigint, letter = 'B'): PreNo {
  return `${letter}${date.replaceAll('-', '')}${nineDigits(sequence)}` as PreNo;
}

/** Number that the single window gives to a document of a zone: the year and 14 digits. */
export function seqNo(year: string, sequence: bigint): PreNo {
  assert(sequence >= 0n && sequence < 100_000_000_000_000n, `sequence ${sequence} has run out`);
  return `${year}${sequence.toString().padStart(14, '0')}` as PreNo;
}

/** Customs code + year + direction + 9-digit sequence. */
export function listNo(customs: string, year: number, way: 'I' | 'E', sequence: bigint): ListNo {
  return `${customs}${year}${way}${nineDigits(sequence)}` as ListNo;
}

/** Whether a customs number is that of a parcel that leaves; exit lists have other forms. */
export function isExportNo(customsNo: string): boolean {
  return /^\d{8}E\d{9}$/.test(customsNo);
}

/** What a customs number of something that is inspected is of. */
export function wayOf(customsNo: string): 'import' | 'export' | 'declaration' {
  if (isExportNo(customsNo)) return 'export';
  return /^\d{8}0\d{9}$/.test(customsNo) ? 'declaration' : 'import';
}

/** A running number of nine digits: a longer one would not fit the 18 characters of messages. */
export function nineDigits(sequence: bigint): string {
  assert(sequence >= 0n && sequence < 1_000_000_000n, `sequence ${sequence} has run out`);
  return sequence.toString().padStart(9, '0');
}

/** Number of a declaration: customs code + year + way (1 in, 0 out) + 9-digit sequence. */
export function entryId(customs: string, year: number, way: '0' | '1', sequence: bigint): string {
  return `${customs}${year}${way}${nineDigits(sequence)}`;
}
