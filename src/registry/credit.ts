import { addDays, addMonths, type BusinessDate } from '../base/dates.ts';
import type { Fen } from '../base/fen.ts';
import type { CreditClass } from './enterprise.ts';

/*
 * The class of an enterprise as it follows from what customs found of it (RULES CLS-1, CLS-4).
 *
 * An enterprise becomes dishonest by smuggling, by violations that are too many and too dear within
 * a year, and by tax that it has not paid for three months. It stays dishonest, whatever comes
 * after, until customs ends that by a rehabilitation, and then begins anew as an ordinary one:
 * violations of before no longer count, and a certification has to be earned again. Anybody else
 * has the class that was last certified. Where nothing is certified the class is GENERAL here, the
 * name that the order of 2018 has for it; `classUnder` says what it is called under another.
 */

/** What customs may find of an enterprise. */
export const CREDIT_KINDS = [
  'smuggling',
  'violation',
  'tax-unpaid',
  'tax-paid',
  'certified',
  'certification-withdrawn',
  'rehabilitated',
  'exempted',
  'exemption-withdrawn',
] as const;
export type CreditKind = (typeof CREDIT_KINDS)[number];

/** One finding of customs, as it stands on paper. */
export type CreditEvent = {
  readonly serial: number;
  readonly kind: CreditKind;
  /** The day on which it counts: of the judgment or decision, or on which tax was due or paid. */
  readonly day: BusinessDate;
  /** Number of the paper; for tax that of the notice. */
  readonly paperNo: string;
  /** Of a certification. */
  readonly certified: 'ADV' | 'GEN_CERT' | null;
  /** Of a violation. */
  readonly violation: Violation | null;
};

export type Violation = {
  readonly fine: Fen;
  /** Documents that the enterprise declared in the calendar year before. */
  readonly documents: bigint;
  /** Whether it was a customs broker then, for whom a lower sum is too dear. */
  readonly broker: boolean;
};

/** A class from a day on, and the event that it came of. */
export type ClassStep = {
  readonly since: BusinessDate;
  readonly class: CreditClass;
  readonly event: number;
};

/** Fines within a year above which violations make dishonest (RULES CLS-4): of a broker, others. */
const MOST_FINES = { broker: 300_000_00n, other: 1_000_000_00n } as const;
/** One violation in so many documents is not too many. */
const DOCUMENTS_PER_VIOLATION = 1_000n;
/** Months after which unpaid tax makes dishonest. */
const UNPAID_MONTHS = 3;

/** Something that may change the class, on its day. */
type Moment = {
  readonly day: BusinessDate;
  readonly event: CreditEvent;
  readonly next: (before: CreditClass) => CreditClass;
};

/**
 * How the class of an enterprise changed up to a day, in order; a step for each change alone.
 * @param before the class before the first event
 */
export function classSteps(
  before: CreditClass,
  events: readonly CreditEvent[],
  until: BusinessDate,
): ClassStep[] {
  const moments = events.flatMap((event) => momentsOf(event, events));
  const due = moments.filter(({ day }) => day <= until);
  // Of one day, what was entered later comes later; the sort keeps equals in order.
  due.sort((a, b) => compareText(a.day, b.day) || a.event.serial - b.event.serial);
  const steps: ClassStep[] = [];
  let current = before;
  for (const { day, event, next } of due) {
    const after = next(current);
    if (after !== current) steps.push({ since: day, class: after, event: event.serial });
    current = after;
  }
  return steps;
}

/** Whether an enterprise is exempt from guarantees on a day, as far as its class allows. */
export function exemptOn(events: readonly CreditEvent[], date: BusinessDate): boolean {
  const some = events
    .filter(({ kind, day }) => day <= date && EXEMPTIONS.includes(kind))
    .sort((a, b) => (isBefore(a, b) ? -1 : 1));
  return some.at(-1)?.kind === 'exempted';
}

const EXEMPTIONS: readonly CreditKind[] = ['exempted', 'exemption-withdrawn'];

/** The class on a day. */
export function classOn(
  before: CreditClass,
  events: readonly CreditEvent[],
  date: BusinessDate,
): CreditClass {
  return classSteps(before, events, date).at(-1)?.class ?? before;
}

const dishonest = (): CreditClass => 'DISHONEST';
/** What only somebody who is not dishonest can become. */
const unlessDishonest = (after: CreditClass) => (before: CreditClass) =>
  before === 'DISHONEST' ? before : after;

function momentsOf(event: CreditEvent, events: readonly CreditEvent[]): Moment[] {
  const { day, kind, certified } = event;
  switch (kind) {
    case 'smuggling':
      return [{ day, event, next: dishonest }];
    case 'violation':
      return isTooMuch(event, events) ? [{ day, event, next: dishonest }] : [];
    case 'tax-unpaid': {
      const overdue = overdueFrom(event);
      return isPaidBefore(event, overdue, events) ? [] : [{ day: overdue, event, next: dishonest }];
    }
    case 'tax-paid':
    case 'exempted':
    case 'exemption-withdrawn':
      return [];
    case 'certified':
      return certified === null ? [] : [{ day, event, next: unlessDishonest(certified) }];
    case 'certification-withdrawn':
      return [{ day, event, next: unlessDishonest('GENERAL') }];
    case 'rehabilitated':
      return [{ day, event, next: (before) => (before === 'DISHONEST' ? 'GENERAL' : before) }];
  }
}

/** The first day on which tax has been unpaid for more than three months. */
export function overdueFrom({ day }: Pick<CreditEvent, 'day'>): BusinessDate {
  return addDays(addMonths(day, UNPAID_MONTHS), 1);
}

/** Whether the tax of a notice was paid before a day. */
export function isPaidBefore(
  { paperNo }: Pick<CreditEvent, 'paperNo'>,
  date: BusinessDate,
  events: readonly CreditEvent[],
): boolean {
  return events.some((one) => one.kind === 'tax-paid' && one.paperNo === paperNo && one.day < date);
}

/**
 * Violations within the year up to a day that still count, their fines, and the sum above which
 * they are too dear (RULES CLS-4); whether they are too many too depends on the documents declared.
 */
export function violationsUpTo(
  events: readonly CreditEvent[],
  date: BusinessDate,
  isBroker: boolean,
): { readonly count: number; readonly fines: Fen; readonly most: Fen } {
  const from = addMonths(date, -12);
  const anew = events.filter((one) => one.kind === 'rehabilitated' && one.day <= date);
  const within = events.filter(
    (one) =>
      one.violation !== null &&
      one.day > from &&
      one.day <= date &&
      !anew.some((rehabilitation) => isBefore(one, rehabilitation)),
  );
  const fines = within.reduce((sum, one) => sum + (one.violation?.fine ?? 0n), 0n);
  return { count: within.length, fines, most: MOST_FINES[isBroker ? 'broker' : 'other'] };
}

/**
 * Whether with this violation those of the year up to it are more than one in a thousand of the
 * documents of the calendar year before, and fined with more than the sum. Those before the last
 * rehabilitation do not count.
 */
function isTooMuch(last: CreditEvent, events: readonly CreditEvent[]): boolean {
  if (last.violation === null) return false;
  const from = addMonths(last.day, -12);
  const anew = events.filter((one) => one.kind === 'rehabilitated' && isBefore(one, last));
  const within = events.filter(
    (one) =>
      one.violation !== null &&
      one.day > from &&
      !isBefore(last, one) &&
      !anew.some((rehabilitation) => isBefore(one, rehabilitation)),
  );
  const fines = within.reduce((sum, one) => sum + (one.violation?.fine ?? 0n), 0n);
  const { documents, broker } = last.violation;
  const tooMany = BigInt(within.length) * DOCUMENTS_PER_VIOLATION > documents;
  return tooMany && fines > MOST_FINES[broker ? 'broker' : 'other'];
}

function isBefore(a: CreditEvent, b: CreditEvent): boolean {
  return a.day < b.day || (a.day === b.day && a.serial < b.serial);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
