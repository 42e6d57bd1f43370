import type { Instant } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import type { Days } from './days.ts';
import type { BlockRow, DrawRow } from './draw-reader.ts';
import type { MessageView, SegmentView } from './evidence-walk.ts';
import type { ExportParcel } from './export-walk.ts';
import type { Parcel } from './parcel-walk.ts';
import type { ReceiptBlock } from './receipts-reader.ts';

/** What the audit found of one law. */
export type LawResult = {
  readonly id: string;
  readonly title: string;
  readonly checked: number;
  readonly broken: number;
  /** Keys of broken ones and what is wrong, the first few; nothing personal. */
  readonly examples: readonly string[];
  /** What is no break but worth knowing: samples, lists on their way. */
  readonly notes: readonly string[];
};

/** Examples kept of each law. */
export const MOST_EXAMPLES = 20;

/** Counts for one law. */
export type Tally = {
  /** One thing checked; `example` is asked for only when it is broken. Gives `ok` back. */
  check(ok: boolean, example: () => string): boolean;
  /** Things that were counted elsewhere, for example by a statement. */
  add(checked: number, broken: number, examples: readonly string[]): void;
  note(text: string): void;
  result(): LawResult;
};

/** An empty tally. */
export function newTally(id: string, title: string): Tally {
  let checked = 0;
  let broken = 0;
  const examples: string[] = [];
  const notes: string[] = [];
  const tell = (example: string) => {
    if (examples.length < MOST_EXAMPLES) examples.push(example);
  };
  return {
    check: (ok, example) => {
      checked += 1;
      if (ok) return true;
      broken += 1;
      if (examples.length < MOST_EXAMPLES) tell(example());
      return false;
    },
    add: (more, faults, found) => {
      checked += more;
      broken += faults;
      for (const example of found) tell(example);
    },
    note: (text) => notes.push(text),
    result: () => ({ id, title, checked, broken, examples, notes }),
  };
}

/** Compares what somebody outside noted down of draws with what the tables say now. */
export type Witness = { watch(tally: Tally): WitnessWatch };

export type WitnessWatch = {
  onBlock(block: BlockRow): void;
  onDraw(row: DrawRow): void;
  /** After all of them: what was noted and never came is gone. */
  finish(): void;
};

/** What a law may look at besides the walks. */
export type Scope = {
  /** The snapshot; every statement of the audit sees the same rows. */
  readonly sql: Sql;
  /** The days that lie in files. */
  readonly days: Days;
  /** The moment of the audit. */
  readonly now: Instant;
  /**
   * One in so many messages, and in so many batches of decisions, is read again in full; 1 means
   * all. What can be checked without reading the records again is checked for all.
   */
  readonly sampleOf: number;
  /** What somebody outside noted down of draws; null without notes. */
  readonly witness: Witness | null;
};

/** How a law takes part: in the walks it needs, and after them. */
export type Watch = {
  /** Before the walks: what a law has to know for them. */
  begin?(): Promise<void>;
  onReceipts?(block: ReceiptBlock): void;
  onSegment?(segment: SegmentView): void;
  onMessage?(message: MessageView): void;
  onParcel?(parcel: Parcel): void;
  onExport?(parcel: ExportParcel): void;
  finish?(): Promise<void>;
};

/** One conservation law. */
export type Law = {
  readonly id: string;
  readonly title: string;
  watch(tally: Tally, scope: Scope): Watch;
};
