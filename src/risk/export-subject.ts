import type { Instant } from '../base/dates.ts';
import type { Fen } from '../base/fen.ts';
import type { ExportListTerms } from '../documents/export-terms.ts';
import type { CreditClass, Enterprise } from '../registry/enterprise.ts';
import type { Noted } from './subject.ts';

/**
 * What the risk rules of exports look at: a list with its value, as it was decided. It names no
 * person, so of what is noted only the signals of firms count.
 */
export type ExportSubject = {
  readonly at: Instant;
  readonly list: ExportListTerms;
  /** A, B or L, or D in full; and what its goods are worth in yuan, by the rates of the day. */
  readonly channel: string;
  readonly fob: Fen;
  /** By code; who is not in it is not registered. */
  readonly enterprises: ReadonlyMap<string, Enterprise>;
  readonly noted: Noted;
};

/** The parties of an export, by the word that rules have for them. */
export const EXPORT_PARTIES = {
  platform: { zh: '电商平台', of: ({ ebpCode }) => ebpCode },
  seller: { zh: '电商企业', of: ({ ebcCode }) => ebcCode },
  carrier: { zh: '物流企业', of: ({ logisticsCode }) => logisticsCode },
  agent: { zh: '申报企业', of: ({ agentCode }) => agentCode },
  warehouse: { zh: '区内企业', of: ({ iacCode }) => iacCode ?? '' },
} as const satisfies Record<string, { zh: string; of: (list: ExportListTerms) => string }>;

export type ExportPartyWord = keyof typeof EXPORT_PARTIES;

/** The credit class of a party; empty when it is not registered or there is none. */
export function exportClassOf(
  { list, enterprises }: Pick<ExportSubject, 'list' | 'enterprises'>,
  party: ExportPartyWord,
): CreditClass | '' {
  return enterprises.get(EXPORT_PARTIES[party].of(list))?.creditClass ?? '';
}
