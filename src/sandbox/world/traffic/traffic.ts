import { isoShanghai, startOfDay } from '../../../base/dates.ts';
import type { Scaled5 } from '../../../base/fen.ts';
import type { SeededRandom } from '../../../base/random.ts';
import type { ZoneContent } from '../../../documents/zone/write.ts';
import type { Party } from '../parties.ts';
import type { WorldLaw } from '../rates.ts';
import type { WorldFrame } from '../write-sale.ts';

/** Something that must have happened before something else is sent. */
export type Need =
  /** Customs has decided on a list; by the guid of its record. */
  | { readonly list: string }
  /** The declarant of a paper has a receipt, for example `INV201 1`; by its own number. */
  | { readonly paper: string; readonly told: string }
  /** A report was answered. */
  | { readonly report: string }
  /** The authority has released an entry or exit list; by its own number. */
  | { readonly release: string }
  /** The last receipt of a record has one of these statuses; by its guid. */
  | { readonly guid: string; readonly status: readonly string[] }
  /** A customs declaration stands at one of these; by its name. */
  | { readonly declared: string; readonly status: readonly string[] };

/** An entry list, an exit list or a gate slip, sent as a message. */
export type WorldPaper = {
  readonly kind: string;
  readonly type: 'INV101' | 'SAS121';
  readonly ownNo: string;
  readonly sender: Party;
  readonly content: ZoneContent;
  readonly needs: readonly Need[];
  /** All that its declarant is told of it, in order: `INV201 1`. */
  readonly told: readonly string[];
  /** Code of the first finding; null when it is approved. */
  readonly code: string | null;
};

/** `passed` or `stopped` at the gate, `taken` by the platform, or refused with a problem. */
export type ReportAnswer = 'passed' | 'stopped' | 'taken' | 'refused';

/** What a gate or a warehouse reports as JSON. */
export type WorldReport = {
  readonly kind: string;
  readonly name: string;
  readonly sender: Party;
  /** Address, with the place of a number that customs gives. */
  readonly path: string;
  readonly body: object;
  readonly needs: readonly Need[];
  readonly answer: ReportAnswer;
  readonly code: string | null;
  /** Whether it was reported before, so that the answer is that one. */
  readonly repeated: boolean;
};

/** Customs releases an entry list, or an exit list of goods without parcels. */
export type WorldRelease = { readonly paper: string; readonly needs: readonly Need[] };

/** What something does to a line of a book, 0.00001 of its declared unit. */
export type Effect = {
  readonly bookNo: string;
  readonly recordNo: string;
  readonly status: 'bonded' | 'undeclared' | 'refund-pending' | 'surplus' | 'returned';
  readonly in?: Scaled5;
  readonly out?: Scaled5;
  readonly reserved?: Scaled5;
};

/** Goods that enter the warehouses of a world and leave them. */
export type Traffic = {
  readonly papers: readonly WorldPaper[];
  readonly reports: readonly WorldReport[];
  readonly releases: readonly WorldRelease[];
  readonly effects: readonly Effect[];
  /** Guids of the lists whose parcels are out in the end. */
  readonly gone: readonly string[];
};

const NOTHING: Traffic = { papers: [], reports: [], releases: [], effects: [], gone: [] };

/** A part of the traffic. */
export function traffic(part: Partial<Traffic>): Traffic {
  return { ...NOTHING, ...part };
}

/** Parts of the traffic as one. */
export function together(parts: readonly Traffic[]): Traffic {
  return {
    papers: parts.flatMap(({ papers }) => papers),
    reports: parts.flatMap(({ reports }) => reports),
    releases: parts.flatMap(({ releases }) => releases),
    effects: parts.flatMap(({ effects }) => effects),
    gone: parts.flatMap(({ gone }) => gone),
  };
}

/** What traffic is made from. */
export type Yard = {
  readonly random: SeededRandom;
  readonly law: WorldLaw;
  readonly frame: WorldFrame & { readonly firstBook: number };
  /** A number that nothing else of any world has. */
  readonly fresh: (letter: string) => string;
  /** The moments at which vehicles stand at the gate, one minute after the other. */
  readonly nextMoment: () => string;
};

/** @param random of the traffic alone, so that it changes nothing of the parcels */
export function openYard(
  random: SeededRandom,
  law: WorldLaw,
  frame: WorldFrame & { readonly firstBook: number },
): Yard {
  let [count, minutes] = [0, 0];
  const evening = startOfDay(frame.start) + 20 * 3_600_000;
  return {
    ...{ random, law, frame },
    fresh: (letter) => {
      count += 1;
      return `${letter}${frame.mark}${String(count).padStart(4, '0')}`;
    },
    nextMoment: () => {
      minutes += 1;
      return isoShanghai(evening + minutes * 60_000);
    },
  };
}

/** What stands for the number that customs gives a paper, until it is known. */
export const paperSlot = (ownNo: string): string => `{paper:${ownNo}}`;
/** The same of a paper that was declared by a report; by its name. */
export const reportSlot = (name: string): string => `{report:${name}}`;
/** What stands for the customs number of a list, until it is known. */
export const listSlot = (guid: string): string => `{list:${guid}}`;
