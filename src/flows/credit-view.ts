import { type BusinessDate, businessDate } from '../base/dates.ts';
import { formatFen } from '../base/fen.ts';
import { exemptBy } from '../clearance/guarantee.ts';
import { byGoods, type ClassTable, cellAt } from '../registry/classification.ts';
import { overdueFrom, violationsUpTo } from '../registry/credit.ts';
import { eventJson, recordJson } from '../registry/credit-json.ts';
import { type CreditRegime, classUnder, REGIME_CLASSES } from '../registry/credit-regime.ts';
import { classRecords, creditEvents, type FiledEvent } from '../registry/credit-store.ts';
import type { CreditClass } from '../registry/enterprise.ts';
import type { House } from './house.ts';

/** What an enterprise reads of its credit. */
export type CreditView = Awaited<ReturnType<typeof creditView>>;

/**
 * The class of an enterprise today with what it means, how it came about, and what another class
 * asks for (RULES CLS-1, CLS-3, CLS-4, CLS-5). Who of customs entered an event is not told.
 */
export async function creditView(
  { db, clock, registry }: Pick<House, 'db' | 'clock' | 'registry'>,
  code: string,
) {
  const { snapshot, index } = await registry.fresh(db);
  const enterprise = snapshot.enterprises.get(code);
  if (enterprise === undefined) return null;
  const today = businessDate(clock.now());
  const table = index.covers(today) ? index.classes(today) : null;
  const regime = table?.regime ?? (index.covers(today) ? index.at(today).creditRegime : null);
  const events = await creditEvents(db, [code]);
  const history = await classRecords(db, [code]);
  const { creditClass, roles } = enterprise;
  const classToday = regime === null ? creditClass : classUnder(regime, creditClass);
  return {
    ...{ enterprise: code, class: creditClass, classToday, regime },
    exempt: exemptBy(enterprise, table),
    history: history.map(recordJson).reverse(),
    events: events
      .map(eventJson)
      .map(({ by: _, ...event }) => event)
      .reverse(),
    classes: regime === null ? [] : classesOf(regime, table),
    next: nextOf(regime, classToday, events, today),
    violations: violationsOf(events, today, roles.includes('agent')),
  };
}

/** What each class of the order of the day means for its lists, the best first. */
function classesOf(regime: CreditRegime, table: ClassTable | null) {
  return REGIME_CLASSES[regime].map((one) => {
    if (table === null) return { class: one, goods: null, guarantee: null, priority: null };
    const { guarantee, priority } = cellAt(table, one, 'ORDINARY');
    const goods = byGoods((kind) => {
      const { weights, documents, place } = cellAt(table, one, kind);
      // Of an enterprise without findings, and with as many as count at most.
      return { chance: percent(weights[0]), most: percent(weights.at(-1)), documents, place };
    });
    return { class: one, goods, guarantee, priority };
  });
}

/** Millionths as percents, exact: 12500 is 1.25. */
function percent(millionths = 0): string {
  return String(millionths / 10_000);
}

/** The class above, by what it is reached, and notices of tax that stand in the way. */
function nextOf(
  regime: CreditRegime | null,
  classToday: CreditClass,
  events: readonly FiledEvent[],
  today: BusinessDate,
) {
  if (regime === null) return null;
  const classes = REGIME_CLASSES[regime];
  const better = classes[classes.indexOf(classToday) - 1];
  if (better === undefined) return null;
  const overdue = events
    .filter((one) => one.kind === 'tax-unpaid' && overdueFrom(one) <= today)
    .filter((one) => !events.some((paid) => isPayment(paid, one)))
    .map(({ paperNo }) => paperNo);
  const by: 'rehabilitated' | 'certified' =
    classToday === 'DISHONEST' ? 'rehabilitated' : 'certified';
  return { class: better, by, overdue };
}

const isPayment = (paid: FiledEvent, unpaid: FiledEvent): boolean =>
  paid.kind === 'tax-paid' && paid.paperNo === unpaid.paperNo;

/** Violations of the last twelve months, beside what would be too much of them. */
function violationsOf(events: readonly FiledEvent[], today: BusinessDate, isBroker: boolean) {
  const { count, fines, most } = violationsUpTo(events, today, isBroker);
  return { count, fines: formatFen(fines), most: formatFen(most) };
}
