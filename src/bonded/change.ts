import type { BusinessDate } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { StockStatus } from '../registry/book.ts';
import { stockFinding } from './codes.ts';
import { arriving, type DeedFacts, type DeedPaper, type Judged, leaving, partsOf } from './deed.ts';
import { bookFindings } from './entry.ts';
import { mixFindings } from './mixing.ts';
import type { PaperId } from './paper.ts';
import { type StockChange, together } from './stock.ts';
import { type LotPart, type SaidPart, type Taken, type Taking, takeParts } from './taking.ts';

/** What goods of one status may become, by what, and whether customs has to agree first. */
type Step = {
  readonly from: StockStatus;
  readonly to: StockStatus;
  /** What `proof` is the number of. */
  readonly proof: string;
  readonly agreed: boolean;
};

/**
 * Goods become others only by a document (STK-8): taxed by an import declaration, bonded by an
 * export declaration (those that wait for their refund by the release of their entry list); shown
 * outside under a guarantee and brought back (O2O-4); back on the shelf, or off it for good, by an
 * inspection of what a buyer sent back (RET-3).
 */
export const STEPS: readonly Step[] = [
  { from: 'bonded', to: 'domestic', proof: 'import declaration', agreed: true },
  { from: 'domestic', to: 'bonded', proof: 'export declaration', agreed: false },
  { from: 'bonded', to: 'display', proof: 'guarantee', agreed: false },
  { from: 'display', to: 'bonded', proof: 'change by which they went out', agreed: false },
  { from: 'returned', to: 'bonded', proof: 'inspection', agreed: false },
  { from: 'returned', to: 'expired', proof: 'inspection', agreed: false },
];

/** A change of status as it is declared. */
export type ChangeSaid = {
  readonly bookNo: string;
  readonly ownNo: string;
  readonly from: StockStatus;
  readonly to: StockStatus;
  /** Number of the document that makes it so; see `STEPS`. */
  readonly proof: string;
  /** Where the goods lie afterwards. */
  readonly location: string;
  /** Of goods on display: the last day on which they may be out. */
  readonly until: BusinessDate | null;
  readonly parts: readonly SaidPart[];
};

export type ChangeBody = Omit<ChangeSaid, 'bookNo' | 'ownNo' | 'parts'> & {
  readonly parts: readonly LotPart[];
};

export type StatusChange = DeedPaper<'change', ChangeBody>;

/** Judges a change of status; one that customs has to agree to waits, its goods promised to it. */
export function judgeChange(
  said: ChangeSaid,
  facts: DeedFacts,
): Result<Judged<ChangeBody>, Finding[]> {
  const general = bookFindings(said.bookNo, facts);
  if (general.length > 0) return fail(general);
  const { bookNo: _, ownNo: __, parts, ...rest } = said;
  const step = STEPS.find(({ from, to }) => from === said.from && to === said.to);
  if (step === undefined) {
    return fail([stockFinding('BND-CHANGE', 'to', { from: said.from, to: said.to })]);
  }
  const taking = takingOfChange({ ...said, body: { ...rest, parts: [] } }, parts);
  const taken = takeParts(taking, facts);
  const findings = [
    ...(taken.ok ? [] : taken.error),
    ...mixFindings(said.location, said.to, 'location', facts),
  ];
  if (said.to === 'display' && (said.until === null || said.until < facts.date)) {
    findings.push(stockFinding('BND-UNTIL', 'until'));
  }
  if (findings.length > 0 || !taken.ok) return fail(findings);
  const body = { ...rest, parts: partsOf(taken.value) };
  return ok({ body, state: step.agreed ? 'declared' : 'done', taking, taken: taken.value });
}

/** Which goods a change takes: what becomes fit for sale, or goes on display, is not expired. */
export function takingOfChange(
  { bookNo, body }: Pick<StatusChange, 'bookNo' | 'body'>,
  parts: readonly SaidPart[],
): Taking {
  const { from, to, proof } = body;
  return {
    ...{ bookNo, status: from, parts, sets: null, isPromised: false },
    // What was on display comes back in any case; the sweep then takes it off the shelf.
    freshOnly: to === 'display' || (to === 'bonded' && from !== 'display'),
    document: from === 'display' ? `change ${proof}` : null,
  };
}

/** What a change does. */
export function changed(
  paper: PaperId & Pick<StatusChange, 'bookNo' | 'body'>,
  taken: readonly Taken[],
  isPromised: boolean,
): StockChange {
  const { bookNo, body } = paper;
  const { from, to: status, location } = body;
  return together([
    leaving(paper, { bookNo, status: from }, taken, isPromised),
    arriving(paper, taken, { bookNo, status, location, owner: null, records: null }),
  ]);
}
