import type { Instant } from '../base/dates.ts';
import { keyOf } from '../base/keys.ts';

/** The kinds of papers. A number is unique within its kind. */
export type PaperKind =
  | 'entry'
  | 'exit'
  | 'slip'
  | 'count'
  | 'processing'
  | 'change'
  | 'transfer'
  | 'disposal';

/** A paper as it stands. */
export type Paper<Kind extends PaperKind, State extends string, Body> = {
  readonly kind: Kind;
  readonly paperNo: string;
  readonly bookNo: string;
  /** Who declared it. */
  readonly enterprise: string;
  /** The declarant's own number of it. */
  readonly ownNo: string;
  readonly state: State;
  readonly epoch: number;
  readonly madeAt: Instant;
  readonly changedAt: Instant;
  /** What no other open paper may have; null when there is nothing or it is free again. */
  readonly holds: string | null;
  /** What the declarant said, in a form that is the same for the same content. */
  readonly said: string;
  readonly body: Body;
};

/** A paper as it is stored: its body is JSON. */
export type StoredPaper = Paper<PaperKind, string, string>;

/** What is needed to name a paper. */
export type PaperId = Pick<StoredPaper, 'kind' | 'paperNo'>;

/** A paper as one text, for maps. */
export function paperKey({ kind, paperNo }: PaperId): string {
  return keyOf(kind, paperNo);
}

/** Whether something may still be done by a paper: it was not taken back or refused. */
export function isStanding({ state }: Pick<StoredPaper, 'state'>): boolean {
  return state !== 'void' && state !== 'cancelled' && state !== 'refused';
}

/** How movements name a paper: `entry QD461226I000000001`. */
export function documentOf({ kind, paperNo }: PaperId): string {
  return `${kind} ${paperNo}`;
}
