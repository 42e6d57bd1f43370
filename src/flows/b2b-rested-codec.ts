import type { DeclarationTerms } from '../b2b/terms.ts';
import { present } from '../base/assert.ts';
import type { Selection } from '../clearance/selection.ts';
import type { ExportBefore, ExportCaseFacts } from '../export/case-facts.ts';
import type { ExportFacts } from '../export/facts.ts';
import { recordOf } from '../export/facts-codec.ts';
import type { ExportVerdict } from '../export/verdict.ts';
import type { OrderHolder } from './b2b-decide.ts';
import type { DeclaredCase } from './b2b-match.ts';
import { decodeKeptExport, type ExportRefs, encodeKeptExport, exportRefs } from './export-codec.ts';

/** What a decision on a customs declaration rested on, beside its bytes. */
export type Rested = {
  /** Version of the profile. */
  readonly law: string;
  readonly orderHeldBy: OrderHolder;
  /** Places of the documents that were on file. */
  readonly refs: Omit<ExportRefs, 'list'>;
  readonly facts: ExportCaseFacts;
  /** How it was looked at before a release; null where nobody looked. */
  readonly selection: Selection | null;
};

/** What a decision began with: beside all else what is before it, as of lists. */
type Resting = Pick<Rested, 'law' | 'orderHeldBy' | 'selection'> &
  ExportBefore & { readonly terms: DeclarationTerms };

/** What came of it stands in its step: nothing is said of it twice. */
const UNSAID: ExportVerdict = { status: '800', findings: [], value: null };

/** What a decision rested on, as one line of text; `decodeRested` gives it back equal. */
export function encodeRested(
  { law, orderHeldBy, terms, selection, earlier, conclusion }: Resting,
  { hasOrder, hasWaybill, matched }: DeclaredCase,
  facts: ExportFacts,
): string {
  const { list, order, waybill, ...refs } = exportRefs(matched);
  // What stood in for a document that is not on file has no place.
  const filed = {
    ...{ list, ...refs },
    ...(hasOrder && order !== undefined ? { order } : {}),
    ...(hasWaybill && waybill !== undefined ? { waybill } : {}),
  };
  const record = recordOf(matched, facts, UNSAID, selection, { earlier, conclusion });
  const rates = [...record.facts.rates, ...chargeRates(terms, facts)];
  const kept = { ...record, facts: { ...record.facts, rates } };
  const text = encodeKeptExport({ refs: filed, record: kept, verdict: UNSAID });
  return JSON.stringify([law, orderHeldBy, text]);
}

/** Rates of the currencies of freight, insurance and other charges. */
function chargeRates({ freight, insurance, other }: DeclarationTerms, { rates }: ExportFacts) {
  return [freight, insurance, other].flatMap((charge) => {
    const rate = charge === null ? undefined : rates.get(charge.currency);
    return charge === null || rate === undefined ? [] : [[charge.currency, rate] as const];
  });
}

/** Reads what `encodeRested` wrote. @throws SyntaxError, or Bug for another form */
export function decodeRested(text: string): Rested {
  const [law, orderHeldBy, kept] = JSON.parse(text) as [string, OrderHolder, string];
  const { refs, record } = decodeKeptExport(kept);
  const { facts, selection } = present(record, 'facts of a declaration');
  return { law, orderHeldBy, refs, facts, selection: selection as Selection | null };
}
