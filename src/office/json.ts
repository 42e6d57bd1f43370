import { type Instant, isoShanghai } from '../base/dates.ts';
import { formatFen, formatScaled5 } from '../base/fen.ts';
import type { Declared, TaskView } from '../flows/task-view.ts';
import type { RaisedAlarm } from '../inspection/alarm-store.ts';
import { FIRST_PRIORITY } from '../inspection/classify.ts';
import type { Opening } from '../inspection/result-store.ts';
import type { Scan } from '../inspection/scan.ts';
import type { Task } from '../inspection/task.ts';
import type { Xray } from '../inspection/xray.ts';
import type { Officer } from '../registry/officer.ts';

const timeOrNull = (at: Instant | null): string | null => (at === null ? null : isoShanghai(at));

/**
 * A task in a list. Who is not of the pair of an inspection does not see its number before the end:
 * a supervisor who wants to opens it, and that is noted (RAND-7).
 */
export function taskJson(task: Task, { number }: Officer, now: Instant) {
  const { id, kind, stage, serial, priority, holder, pair, closedAt } = task;
  const isPair = pair.includes(number);
  const isHidden = kind === 'inspection' && !isPair && closedAt === null;
  return {
    ...{ id, kind, stage, subject: isHidden ? null : task.subject, serial, priority },
    first: priority === FIRST_PRIORITY ? 'b2b' : null,
    openedAt: isoShanghai(task.openedAt),
    dueAt: isoShanghai(task.dueAt),
    overdue: closedAt === null && task.dueAt <= now,
    ...{ holder, isPair, closedAt: timeOrNull(closedAt) },
  };
}

/** A task with all that belongs to it, for one who may see it. */
export function viewJson(view: TaskView, officer: Officer, now: Instant) {
  const { task, declaration, opening, results, photos, review, proposal, trail } = view;
  const { scans, alarm } = view;
  return {
    ...taskJson(task, officer, now),
    subject: task.subject,
    pair: [...task.pair],
    declaration: declaration && declaredJson(declaration),
    opening: opening && openingJson(opening),
    results: results.map(({ at, ...rest }) => ({ ...rest, at: isoShanghai(at) })),
    photos: photos.map(({ at, ...rest }) => ({ ...rest, at: isoShanghai(at) })),
    scans: scans.map((scan) => scanJson(scan, view.xrays)),
    alarm: alarm && alarmJson(alarm),
    review: review && {
      ...{ officer: review.officer, decision: review.decision, reason: review.reason },
      at: isoShanghai(review.at),
    },
    proposal: proposal && { ...proposal, pair: [...proposal.pair] },
    trail: trail.map(({ at, officer: by, action, detail }) => {
      return { at: isoShanghai(at), officer: by, action, detail: { ...detail } };
    }),
    actions: [...view.actions],
  };
}

function scanJson(
  { at, site, scanId, lane, instruction, reason, weight, image }: Scan,
  xrays: readonly Xray[],
) {
  const xray = xrays.find((one) => one.site === site && one.scanId === scanId) ?? null;
  return {
    ...{ at: isoShanghai(at), site, scanId, lane, instruction, reason, image },
    weight: weight === null ? null : formatScaled5(weight),
    xray: xray && { ...xray, at: isoShanghai(xray.at) },
  };
}

function alarmJson({ kind, logisticsNo, detail, raisedAt, settledBy, note }: RaisedAlarm) {
  return { kind, logisticsNo, detail, raisedAt: isoShanghai(raisedAt), settledBy, note };
}

function declaredJson({ preNo, terms, status, decidedAt, findings }: Declared) {
  const { ebpCode, ebcCode, agentCode, orderNo, logisticsCode, logisticsNo } = terms;
  const { tradeMode, packNo } = terms;
  const currency = 'currency' in terms ? terms.currency : null;
  return {
    ...{ preNo, status, decidedAt: timeOrNull(decidedAt) },
    ...{ ebpCode, ebcCode, agentCode, orderNo, logisticsCode, logisticsNo },
    ...{ way: currency === null ? 'export' : 'import', tradeMode, currency, packNo },
    grossWeight: formatScaled5(terms.grossWeight),
    netWeight: formatScaled5(terms.netWeight),
    lines: terms.lines.map(({ gnum, itemNo, gcode, gname, country, qty, unit, ...rest }) => ({
      ...{ gnum, itemNo, gcode, gname, country, qty: formatScaled5(qty), unit },
      currency: 'currency' in rest ? rest.currency : (currency ?? ''),
      price: formatScaled5(rest.price),
      totalPrice: formatFen(rest.totalPrice),
    })),
    findings: [...findings],
  };
}

/** An opening of a parcel. */
export function openingJson(opening: Opening) {
  const { state, label, place, enterpriseCode, enterpriseClass, goodsClass, outcome } = opening;
  return {
    ...{ state, label, rules: [...opening.rules], needs: [...opening.needs], place },
    ...{ enterpriseCode, enterpriseClass, goodsClass },
    selectedAt: isoShanghai(opening.selectedAt),
    arrivedAt: timeOrNull(opening.arrivedAt),
    assignedAt: timeOrNull(opening.assignedAt),
    concludedAt: timeOrNull(opening.concludedAt),
    outcome,
    draw: drawName(opening.drawnDay, opening.drawnSequence),
    officersDraw: drawName(opening.officersDay, opening.officersSequence),
  };
}

function drawName(day: string | null, sequence: number | null): string | null {
  return day === null || sequence === null ? null : `${day}/${sequence}`;
}
