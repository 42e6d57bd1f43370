import { changed, type StatusChange, takingOfChange } from './change.ts';
import { leaving } from './deed.ts';
import type { Disposal } from './disposal.ts';
import { type Processing, processed } from './processing.ts';
import type { StockChange } from './stock.ts';
import type { Taken, Taking } from './taking.ts';
import { type StockTransfer, takingOfTransfer, transferred } from './transfer.ts';

/** Any paper that does something to goods which lie in the warehouse. */
export type Deed = Processing | StatusChange | StockTransfer | Disposal;

/** A deed whose goods may be promised to it before it is done. */
export type Waiting = Exclude<Deed, Processing>;

type Core<D> = D extends Deed ? Pick<D, 'kind' | 'paperNo' | 'bookNo' | 'body'> : never;
/** What of a deed says what it does. */
export type DeedCore = Core<Deed>;

/** What a deed that waited takes, once all have agreed: what was promised to it. */
export function takingOf(deed: Waiting): Taking {
  const parts = deed.body.parts.map((part) => ({ ...part, unit: null }));
  const { bookNo } = deed;
  switch (deed.kind) {
    case 'change':
      return { ...takingOfChange(deed, parts), isPromised: true };
    case 'transfer':
      return { ...takingOfTransfer(deed.body.fromBook, parts), isPromised: true };
    case 'disposal':
      return {
        ...{ bookNo, status: deed.body.status, parts, sets: null, document: null },
        ...{ freshOnly: deed.body.way === 'domestic-sale', isPromised: true },
      };
  }
}

/** Whether goods lie promised to a deed, from its declaration until it is decided. */
export function isPledged(deed: Deed): boolean {
  const isOpen = deed.state === 'declared' || deed.state === 'agreed';
  return isOpen && (deed.kind !== 'transfer' || deed.body.isBetweenZones);
}

/** What a deed does to the stock. `isPromised`: its goods were promised to it before. */
export function effectOf(
  deed: DeedCore,
  taken: readonly Taken[],
  isPromised: boolean,
): StockChange {
  switch (deed.kind) {
    case 'processing':
      return processed(deed, taken);
    case 'change':
      return changed(deed, taken, isPromised);
    case 'transfer':
      return transferred(
        deed,
        taken,
        deed.body.parts.map(({ toRecordNo }) => toRecordNo),
      );
    case 'disposal':
      return leaving(deed, { bookNo: deed.bookNo, status: deed.body.status }, taken, isPromised);
  }
}
