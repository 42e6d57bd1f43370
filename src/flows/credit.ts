import { present } from '../base/assert.ts';
import { type BusinessDate, businessDate, type Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Sql } from '../io/postgres.ts';
import { type CreditEvent, classOn, classSteps, exemptOn } from '../registry/credit.ts';
import { eventFinding } from '../registry/credit-check.ts';
import { creditFinding } from '../registry/credit-codes.ts';
import {
  addClass,
  addEvent,
  type ClassRecord,
  classRecords,
  creditEvents,
  type FiledEvent,
  lockByEvents,
  lockRated,
  type Rated,
  setExempt,
} from '../registry/credit-store.ts';
import type { CreditClass } from '../registry/enterprise.ts';
import { bumpRevision } from '../registry/settings.ts';
import type { House } from './house.ts';

/** An event as it is entered; a violation is of a broker when the enterprise is an agent. */
export type EnteredEvent = Omit<CreditEvent, 'serial' | 'violation'> & {
  readonly enterpriseCode: string;
  readonly violation: Omit<NonNullable<CreditEvent['violation']>, 'broker'> | null;
  readonly enteredBy: string;
};

/** What became of it. */
export type Entered = {
  readonly event: FiledEvent;
  /** It was entered before, word for word, and nothing was done now. */
  readonly repeat: boolean;
  readonly before: CreditClass;
  readonly class: CreditClass;
};

type Parts = Pick<House, 'db' | 'clock' | 'registry'>;

/**
 * Keeps what customs found of an enterprise and gives it the class that follows (CLS-4), in one
 * transaction. Lists that are decided from then on have the new class; what was decided stays.
 */
export async function enterCredit(
  { db, clock, registry }: Parts,
  entered: EnteredEvent,
): Promise<Result<Entered, Finding>> {
  const { index } = await registry.fresh(db);
  const at = clock.now();
  const day = index.covers(entered.day) ? entered.day : businessDate(at);
  const regime = index.at(day).creditRegime;
  return db.transaction(async (tx) => {
    const rated = await lockRated(tx, entered.enterpriseCode);
    if (rated === null) return fail(creditFinding('CREDIT-ENTERPRISE', 'enterprise'));
    const events = await creditEvents(tx, [rated.code]);
    const same = events.find(
      ({ kind, paperNo }) => kind === entered.kind && paperNo === entered.paperNo,
    );
    if (same !== undefined) return repeated(same, entered, rated);
    const event = filed(entered, rated, events.length + 1, at);
    const records = await classRecords(tx, [rated.code]);
    const before = records[0]?.class ?? rated.creditClass;
    const today = businessDate(at);
    const finding = eventFinding(event, { before, events, today, regime });
    if (finding !== null) return fail(finding);
    await addEvent(tx, event);
    if (records.length === 0) await addClass(tx, firstRecord(rated, at));
    const known = records.length === 0 ? 1 : records.length;
    const all = [...events, event];
    const exempt = exemptOn(all, today);
    if (exempt !== rated.guaranteeExempt) await setExempt(tx, rated.code, exempt);
    const result = await follow(tx, rated, { before, events: all, known }, at);
    await bumpRevision(tx);
    return ok({ event, repeat: false, before: rated.creditClass, class: result });
  });
}

function filed(entered: EnteredEvent, rated: Rated, serial: number, at: Instant): FiledEvent {
  const { violation } = entered;
  const broker = rated.roles.includes('agent');
  return {
    ...entered,
    serial,
    violation: violation === null ? null : { ...violation, broker },
    enteredAt: at,
  };
}

function repeated(
  event: FiledEvent,
  entered: EnteredEvent,
  { creditClass }: Rated,
): Result<Entered, Finding> {
  const content = ({ day, certified, violation }: EnteredEvent | FiledEvent): string =>
    [day, certified, violation?.fine, violation?.documents].join(' ');
  if (content(event) !== content(entered)) return fail(creditFinding('CREDIT-CONFLICT', 'paper'));
  return ok({ event, repeat: true, before: creditClass, class: creditClass });
}

function firstRecord({ code, creditClass }: Rated, at: Instant): ClassRecord {
  return { enterpriseCode: code, serial: 1, class: creditClass, since: null, event: null, at };
}

type Known = {
  readonly before: CreditClass;
  readonly events: readonly CreditEvent[];
  /** Records of its history. */
  readonly known: number;
};

/** Gives an enterprise the class of today where it is another one. @returns that class */
async function follow(
  tx: Sql,
  { code, creditClass }: Rated,
  { before, events, known }: Known,
  at: Instant,
): Promise<CreditClass> {
  const today: BusinessDate = businessDate(at);
  const now = classOn(before, events, today);
  if (now === creditClass) return now;
  const step = classSteps(before, events, today).at(-1);
  await addClass(tx, {
    enterpriseCode: code,
    serial: known + 1,
    class: now,
    since: step?.since ?? null,
    event: step?.event ?? present(events.at(-1), 'event').serial,
    at,
  });
  return now;
}

/**
 * What time brings: tax that is unpaid for three months makes dishonest without anybody's doing.
 * Cheap where nothing is due. @returns how many enterprises changed their class
 */
export async function followCredit({ db, clock }: Pick<House, 'db' | 'clock'>): Promise<number> {
  const at = clock.now();
  return db.transaction(async (tx) => {
    const rated = await lockByEvents(tx);
    const codes = rated.map(({ code }) => code);
    const events = Map.groupBy(await creditEvents(tx, codes), (one) => one.enterpriseCode);
    const records = Map.groupBy(await classRecords(tx, codes), (one) => one.enterpriseCode);
    let changed = 0;
    for (const one of rated) {
      const history = present(records.get(one.code), `history of ${one.code}`);
      const known = {
        before: present(history[0], 'first class').class,
        events: events.get(one.code) ?? [],
        known: history.length,
      };
      if ((await follow(tx, one, known, at)) !== one.creditClass) changed += 1;
    }
    if (changed > 0) await bumpRevision(tx);
    return changed;
  });
}
