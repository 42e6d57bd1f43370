import type { BusinessDate } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { type CreditEvent, classOn, overdueFrom } from './credit.ts';
import { type CreditCode, creditFinding } from './credit-codes.ts';
import { type CreditRegime, REGIME_CLASSES } from './credit-regime.ts';
import type { CreditClass } from './enterprise.ts';

/** What is known when an event is entered. */
export type Standing = {
  /** The class before the first event. */
  readonly before: CreditClass;
  readonly events: readonly CreditEvent[];
  readonly today: BusinessDate;
  /** The order in force on the day of the event. */
  readonly regime: CreditRegime;
};

type Check = (event: CreditEvent, standing: Standing) => boolean;

/** What an event must not be, in the order in which it is looked at. */
const CHECKS: readonly (readonly [code: CreditCode, path: string, isBroken: Check])[] = [
  ['CREDIT-DAY', 'day', ({ day }, { today }) => day > today],
  [
    'CREDIT-CLASS',
    'class',
    ({ certified }, { regime }) =>
      certified !== null && !REGIME_CLASSES[regime].includes(certified),
  ],
  ['CREDIT-TAX-UNKNOWN', 'paper', (event, { events }) => isUnasked(event, events)],
  ['CREDIT-NOT-DISHONEST', 'kind', isNotDishonest],
  ['CREDIT-TAX-OPEN', 'kind', (event, { events }) => leavesTaxOpen(event, events)],
  ['CREDIT-DISHONEST', 'kind', movesUp],
  ['CREDIT-NOT-CERTIFIED', 'kind', isNotCertified],
];

/** Why an event is not taken, or null. */
export function eventFinding(event: CreditEvent, standing: Standing): Finding | null {
  const broken = CHECKS.find(([, , isBroken]) => isBroken(event, standing));
  return broken === undefined ? null : creditFinding(broken[0], broken[1]);
}

function isUnasked({ kind, paperNo, day }: CreditEvent, events: readonly CreditEvent[]): boolean {
  if (kind !== 'tax-paid') return false;
  return !events.some(
    (one) => one.kind === 'tax-unpaid' && one.paperNo === paperNo && one.day <= day,
  );
}

function isNotDishonest({ kind, day }: CreditEvent, { before, events }: Standing): boolean {
  return kind === 'rehabilitated' && classOn(before, events, day) !== 'DISHONEST';
}

function leavesTaxOpen({ kind, day }: CreditEvent, events: readonly CreditEvent[]): boolean {
  if (kind !== 'rehabilitated') return false;
  const paid = new Set(events.filter((one) => one.kind === 'tax-paid').map((one) => one.paperNo));
  return events.some(
    (one) => one.kind === 'tax-unpaid' && overdueFrom(one) <= day && !paid.has(one.paperNo),
  );
}

/** A certification, or a payment that is said to have been in time after all. */
function movesUp(event: CreditEvent, { before, events, today }: Standing): boolean {
  if (event.kind === 'rehabilitated') return false;
  if (classOn(before, events, today) !== 'DISHONEST') return false;
  const isCertification = event.certified !== null || event.kind === 'certification-withdrawn';
  return isCertification || classOn(before, [...events, event], today) !== 'DISHONEST';
}

function isNotCertified({ kind, day }: CreditEvent, { before, events }: Standing): boolean {
  if (kind !== 'certification-withdrawn') return false;
  return !['ADV', 'GEN_CERT'].includes(classOn(before, events, day));
}
