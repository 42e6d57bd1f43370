import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { StockStatus } from '../registry/book.ts';
import { stockFinding } from './codes.ts';
import { type DeedFacts, type DeedPaper, type Judged, partsOf } from './deed.ts';
import { bookFindings } from './entry.ts';
import { type LotPart, type SaidPart, takeParts } from './taking.ts';

/** How goods leave a book without being sold to a buyer of a parcel (STK-5, STK-12, STK-13). */
export const DISPOSALS = ['destruction', 'return-abroad', 'domestic-sale'] as const;
export type DisposalWay = (typeof DISPOSALS)[number];

/** Goods of which status may leave in a way. */
export const DISPOSABLE: Readonly<Record<DisposalWay, readonly StockStatus[]>> = {
  destruction: ['bonded', 'returned', 'expired', 'surplus', 'detained'],
  'return-abroad': ['bonded', 'returned', 'expired', 'surplus', 'detained'],
  'domestic-sale': ['bonded', 'returned', 'surplus', 'domestic'],
};

/** A request to let goods leave the book for good. */
export type DisposalSaid = {
  readonly bookNo: string;
  readonly ownNo: string;
  readonly way: DisposalWay;
  readonly status: StockStatus;
  /** Number of the certificate of destruction, or of the export or import declaration. */
  readonly proof: string;
  readonly reason: string;
  readonly parts: readonly SaidPart[];
};

export type DisposalBody = Omit<DisposalSaid, 'bookNo' | 'ownNo' | 'parts'> & {
  readonly parts: readonly LotPart[];
};

export type Disposal = DeedPaper<'disposal', DisposalBody>;

/** Judges such a request; the goods are promised to it until customs has decided. */
export function judgeDisposal(
  said: DisposalSaid,
  facts: DeedFacts,
): Result<Judged<DisposalBody>, Finding[]> {
  const general = bookFindings(said.bookNo, facts);
  if (general.length > 0) return fail(general);
  const { bookNo, way, status, proof, reason, parts } = said;
  if (!DISPOSABLE[way].includes(status)) {
    return fail([stockFinding('BND-DISPOSAL', 'status', { status, way })]);
  }
  const taking = {
    ...{ bookNo, status, parts, sets: null, document: null, isPromised: false },
    freshOnly: way === 'domestic-sale',
  };
  const taken = takeParts(taking, facts);
  if (!taken.ok) return taken;
  const body = { way, status, proof, reason, parts: partsOf(taken.value) };
  return ok({ body, state: 'declared', taking, taken: taken.value });
}
