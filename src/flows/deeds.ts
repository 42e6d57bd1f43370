import type { Finding } from '../base/finding.ts';
import type { Result } from '../base/result.ts';
import type { ChangeSaid, StatusChange } from '../bonded/change.ts';
import type { Deed } from '../bonded/deeds.ts';
import type { Disposal, DisposalSaid } from '../bonded/disposal.ts';
import type { PaperId } from '../bonded/paper.ts';
import type { Processing, ProcessingSaid } from '../bonded/processing.ts';
import type { StockTransfer, TransferSaid, TransferSaidPart } from '../bonded/transfer.ts';
import type { House } from './house.ts';
import { approveDeed, confirmTransfer, refuseDeed } from './stock-decisions.ts';
import {
  declareChange,
  declareDisposal,
  declareProcessing,
  declareTransfer,
} from './stock-deeds.ts';
import type { Taken } from './stock-papers.ts';
import type { Changed } from './stock-release.ts';

type Declares<Said, P> = (said: Said, declarant: string) => Promise<Result<Taken<P>, Finding[]>>;

/** What enterprises do to goods that lie in the warehouse. */
export type Deeds = {
  readonly process: Declares<ProcessingSaid, Processing>;
  readonly change: Declares<ChangeSaid, StatusChange>;
  readonly transfer: Declares<TransferSaid, StockTransfer>;
  readonly dispose: Declares<DisposalSaid, Disposal>;
  /** Null when there is no transfer that waits for this enterprise. */
  confirm(
    paperNo: string,
    parts: readonly TransferSaidPart[],
    confirmer: string,
  ): Promise<Result<Changed<StockTransfer> | null, Finding[]>>;
  /** Customs agrees to what waits for it, or refuses it with a reason; null: there is none. */
  decide(id: PaperId, refusal: string | null): Promise<Result<Changed<Deed> | null, Finding[]>>;
};

/** Deeds on the shared parts. */
export function deedsOn(house: House): Deeds {
  return {
    process: (said, declarant) => declareProcessing(house, said, declarant),
    change: (said, declarant) => declareChange(house, said, declarant),
    transfer: (said, declarant) => declareTransfer(house, said, declarant),
    dispose: (said, declarant) => declareDisposal(house, said, declarant),
    confirm: (paperNo, parts, confirmer) => confirmTransfer(house, paperNo, parts, confirmer),
    decide: (id, refusal) =>
      refusal === null ? approveDeed(house, id) : refuseDeed(house, id, refusal),
  };
}
