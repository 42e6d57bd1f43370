import type { TermsShelf } from '../documents/terms-shelf.ts';
import type { Clearing } from '../flows/clearing.ts';
import type { Look } from '../flows/looks.ts';
import type { WorksNews } from '../flows/works-frame.ts';
import type { ReceiptNews } from '../receipts/notify.ts';

/** What the thread is started with. */
export type HallGift = {
  readonly databaseUrl: string;
  /** Directory of the archived days. */
  readonly archiveDir: string;
};

/** What the thread is told, in this order for one batch: its terms, then what to look at. */
export type ToHall =
  | { readonly kind: 'terms'; readonly block: Uint8Array; readonly messages: TermsMessages }
  | { readonly kind: 'looks'; readonly looks: readonly Look[] }
  | { readonly kind: 'end' };

/** What the thread tells. */
export type FromHall =
  | ({ readonly kind: 'state' } & HallState)
  | { readonly kind: 'announce'; readonly last: ReadonlyMap<string, bigint> }
  | { readonly kind: 'batch'; readonly items: number }
  | { readonly kind: 'failure'; readonly error: string };

export type HallState = {
  /** Looks that have arrived since the start, repeated ones counted. */
  readonly seen: number;
  readonly load: number;
  readonly age: number;
  readonly decided: number;
};

type TermsMessages = Parameters<TermsShelf['put']>[1];

/** The clearing hall: the second conveyor in a thread with a core and a heap of its own. */
export type ClearingHall = {
  readonly clearing: Clearing;
  /** Hands on the terms of a batch that was filed, before what is to be looked at. */
  readonly putTerms: TermsShelf['put'];
  /** Finishes what was begun, then ends the thread. */
  end(): Promise<void>;
};

export type HallNews = WorksNews &
  Pick<ReceiptNews, 'announce'> & {
    /** Something changed in what the view of the hall tells. */
    readonly onState?: () => void;
  };
