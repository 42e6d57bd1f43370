import type { Finding } from '../base/finding.ts';
import type { DocumentRef } from '../documents/terms.ts';
import { decodeExport, type ExportRecord, encodeExport } from '../export/facts-codec.ts';
import type { ExportStatus } from '../export/states.ts';
import type { ExportVerdict } from '../export/verdict.ts';
import type { ExportMatched } from '../matching/export-case.ts';

/** Where the bytes of the documents are that a decision on an export list rests on. */
export type ExportRefs = {
  readonly list: DocumentRef;
  readonly order?: DocumentRef;
  readonly collection?: DocumentRef;
  readonly waybill?: DocumentRef;
  /** Number of the other list that held the waybill. */
  readonly waybillHolder?: string;
  readonly arrivals?: readonly (DocumentRef & { readonly preNo: string })[];
  /** The withdrawal (CEB605) or departure (CEB509) that ended it. */
  readonly by?: DocumentRef;
};

/**
 * One decision on an export list as it is kept. Facts are absent for a list whose documents never
 * came, and for one that was withdrawn or closed: the document that ended it says why.
 */
export type KeptExport = {
  readonly refs: ExportRefs;
  readonly record: ExportRecord | null;
  readonly verdict: ExportVerdict;
};

/** Places of a complete case's documents. */
export function exportRefs(matched: ExportMatched): ExportRefs {
  const { list, order, collection, waybill, waybillHolder, arrivals } = matched;
  return {
    list: list.ref,
    order: order.ref,
    ...(collection === null ? {} : { collection: collection.ref }),
    waybill: waybill.ref,
    ...(waybillHolder === null ? {} : { waybillHolder }),
    ...(arrivals.length === 0
      ? {}
      : { arrivals: arrivals.map(({ ref, preNo }) => ({ ...ref, preNo })) }),
  };
}

/** The first letter of what is kept of a decision on an export list; import has others. */
export const EXPORT_LETTER = 'e';

/** One line of text: a letter, the places, a tab, then facts and verdict, or the end alone. */
export function encodeKeptExport({ refs, record, verdict }: KeptExport): string {
  const rest =
    record === null ? JSON.stringify([verdict.status, verdict.findings]) : encodeExport(record);
  return `${EXPORT_LETTER}${record === null ? 'x' : 'd'}${JSON.stringify(refs)}\t${rest}`;
}

/** Reads what `encodeKeptExport` wrote. @throws Bug for another form */
export function decodeKeptExport(text: string): KeptExport {
  const tab = text.indexOf('\t');
  const refs = JSON.parse(text.slice(2, tab)) as ExportRefs;
  const rest = text.slice(tab + 1);
  if (text[1] === 'd') {
    const record = decodeExport(rest);
    return { refs, record, verdict: record.verdict };
  }
  const [status, findings] = JSON.parse(rest) as [ExportStatus, Finding[]];
  return { refs, record: null, verdict: { status, findings, value: null } };
}
