import type { Finding } from '../../base/finding.ts';
import type { Result } from '../../base/result.ts';
import type { ChangeSaid } from '../../bonded/change.ts';
import type { CountSaid, Settling } from '../../bonded/count.ts';
import type { CrossingSaid } from '../../bonded/crossing.ts';
import type { DisposalSaid } from '../../bonded/disposal.ts';
import type { EntrySaid } from '../../bonded/entry.ts';
import type { MovementSaid } from '../../bonded/movement.ts';
import type { PaperId, PaperKind } from '../../bonded/paper.ts';
import type { ProcessingSaid } from '../../bonded/processing.ts';
import type { SlipSaid } from '../../bonded/slip.ts';
import type { TransferSaid, TransferSaidPart } from '../../bonded/transfer.ts';
import { declareExport } from '../../flows/b2b-declare.ts';
import { withdrawDeclaration } from '../../flows/b2b-move.ts';
import type { ScanSaid } from '../../flows/count-scans.ts';
import type { GoodsBack } from '../../flows/end-refunds.ts';
import { failureOf } from '../../flows/failure.ts';
import type { House } from '../../flows/house.ts';
import type { AnyExitSaid } from '../../flows/overseas-exits.ts';
import { settleNotice } from '../../flows/pay-notice.ts';
import { reportGoods } from '../../flows/report-goods.ts';
import { stockOn } from '../../flows/stock.ts';
import { approveDeed } from '../../flows/stock-decisions.ts';
import { releaseList } from '../../flows/stock-release.ts';
import type { Enterprise } from '../../registry/enterprise.ts';
import type { Party } from '../world/parties.ts';
import type { PostAnswer } from './post-answer.ts';

/** What is asked of the platform that is no message. */
export type ErrandSaid =
  | { readonly kind: 'goods'; readonly said: GoodsBack }
  | { readonly kind: 'entry'; readonly said: EntrySaid }
  | { readonly kind: 'release'; readonly said: { readonly paperNo: string } }
  | { readonly kind: 'exit'; readonly said: AnyExitSaid }
  | { readonly kind: 'slip'; readonly said: SlipSaid }
  | { readonly kind: 'crossing'; readonly said: CrossingSaid }
  | { readonly kind: 'movement'; readonly bookNo: string; readonly said: MovementSaid }
  /** A customs declaration. */
  | { readonly kind: 'declare'; readonly said: Uint8Array }
  /** By its pre-entry number it is taken back, by that of its notice its duty is paid. */
  | { readonly kind: 'withdraw' | 'pay'; readonly said: string }
  | DeedSaid;

type DeedSaid =
  | { readonly kind: 'transfer'; readonly said: TransferSaid }
  | {
      readonly kind: 'confirm';
      readonly said: { readonly paperNo: string; readonly parts: readonly TransferSaidPart[] };
    }
  | { readonly kind: 'change'; readonly said: ChangeSaid }
  | { readonly kind: 'disposal'; readonly said: DisposalSaid }
  | { readonly kind: 'processing'; readonly said: ProcessingSaid }
  | { readonly kind: 'approve' | 'cancel'; readonly said: PaperId }
  | { readonly kind: 'count'; readonly said: CountSaid }
  | { readonly kind: 'scan'; readonly countNo: string; readonly said: ScanSaid }
  | { readonly kind: 'close'; readonly countNo: string; readonly said: readonly Settling[] };

/** A customs declaration, and the payment notice of one. */
type InFull = 'declared' | 'duty';

/** What has a number once the platform has decided on it. */
export type Numbered = {
  readonly what: 'list' | 'released' | 'refund' | 'exports' | 'area' | PaperKind | InFull;
  /**
   * Platform and order number, of exports those of each list; declarant and name of the request,
   * or own number of the paper; of what happens in the special area each list or paper behind its
   * kind; declarant, own number and state of a customs declaration.
   */
  readonly key: readonly string[];
};

/** What is said to a message or errand; `either`: it depends on what comes first. */
export type Answer = 'accepted' | 'refused' | 'either';

/** An errand of a story; it becomes a letter. */
export type Errand = {
  readonly sender: Party;
  /** What it names and cannot be written before it has a number; null when it names nothing. */
  readonly names: Numbered | null;
  readonly says: (number: string) => ErrandSaid;
  /** Positions of errands that must have been answered before. */
  readonly after: readonly number[];
  readonly answer: Answer;
};

/** The answer to an errand; a duplicate changed nothing. */
export async function runErrand(
  house: House,
  errand: ErrandSaid,
  who: Enterprise,
): Promise<PostAnswer> {
  try {
    const done = await carriedOut(house, errand, who);
    if (done === null) return { accepted: false, status: 404 };
    if (!done.ok) return { accepted: false, status: 422, findings: done.error };
    return { accepted: true, duplicate: done.value };
  } catch (error) {
    if (failureOf(error) === 'poison') throw error;
    return { accepted: false, status: 503 };
  }
}

/** Whether it was done before, or why it is not done; null when there is nothing to do it with. */
async function carriedOut(house: House, errand: ErrandSaid, who: Enterprise): Done {
  const stock = stockOn(house);
  switch (errand.kind) {
    case 'goods': {
      const end = await reportGoods(house, errand.said, who);
      return end && { ok: true, value: !end.changed };
    }
    case 'entry':
      return repeated(await stock.entry(errand.said, who.code));
    case 'exit':
      return repeated(await stock.exit(errand.said, who.code));
    case 'slip':
      return repeated(await stock.slip(errand.said, who.code));
    case 'release':
      return unchanged(await releaseList(house, errand.said.paperNo));
    case 'crossing': {
      const done = await stock.cross(errand.said, who);
      if (done === null || !done.ok) return done;
      const { passed, findings } = done.value;
      return passed ? repeated({ ok: true, value: done.value }) : { ok: false, error: findings };
    }
    case 'movement': {
      const [moved] = (await stock.move(errand.bookNo, [errand.said], who.code)) ?? [];
      if (moved === undefined) return null;
      return moved.accepted
        ? { ok: true, value: moved.repeated }
        : { ok: false, error: moved.findings };
    }
    case 'declare': {
      const done = await declareExport(house, errand.said, who.code);
      return done.ok
        ? { ok: true, value: done.value.duplicate }
        : { ok: false, error: done.error.findings };
    }
    case 'withdraw': {
      const done = await withdrawDeclaration(house, errand.said, who.code);
      if (!done.ok) return done;
      // Whether it was taken back before is not told.
      return done.value === null ? null : { ok: true, value: true };
    }
    case 'pay': {
      const settled = await settleNotice(house, errand.said);
      return settled && { ok: true, value: !settled.changed };
    }
    default:
      return deedDone(house, errand, who.code);
  }
}

async function deedDone(house: House, errand: DeedSaid, who: string): Done {
  const { deeds, cancel, count, scan, closeCount } = stockOn(house);
  switch (errand.kind) {
    case 'transfer':
      return repeated(await deeds.transfer(errand.said, who));
    case 'confirm':
      return unchanged(await deeds.confirm(errand.said.paperNo, errand.said.parts, who));
    case 'change':
      return repeated(await deeds.change(errand.said, who));
    case 'disposal':
      return repeated(await deeds.dispose(errand.said, who));
    case 'processing':
      return repeated(await deeds.process(errand.said, who));
    case 'approve':
      return unchanged(await approveDeed(house, errand.said));
    case 'cancel':
      return unchanged(await cancel(errand.said, who));
    case 'count':
      return repeated(await count(errand.said, who));
    case 'scan': {
      const done = await scan(errand.countNo, errand.said, who);
      return !done.ok || done.value === null ? null : repeated({ ok: true, value: done.value });
    }
    case 'close':
      return unchanged(await closeCount(errand.countNo, errand.said, who));
  }
}

type Done = Promise<Result<boolean, readonly Finding[]> | null>;

function unchanged<T extends { readonly changed: boolean }>(
  done: Result<T | null, Finding[]>,
): Result<boolean, Finding[]> | null {
  if (!done.ok) return done;
  return done.value && { ok: true, value: !done.value.changed };
}

function repeated<T extends { readonly repeated: boolean }>(
  done: Result<T, Finding[]>,
): Result<boolean, Finding[]> {
  return done.ok ? { ok: true, value: done.value.repeated } : done;
}
