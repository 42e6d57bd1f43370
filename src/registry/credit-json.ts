import { isoShanghai } from '../base/dates.ts';
import { formatFen } from '../base/fen.ts';
import type { ClassRecord, FiledEvent } from './credit-store.ts';

/** A class that an enterprise had, as answers show it. */
export function recordJson({ class: one, since, event, at }: ClassRecord) {
  return { class: one, since, event, at: isoShanghai(at) };
}

/** What customs found of an enterprise, as answers show it. */
export function eventJson(event: FiledEvent) {
  const { serial, kind, day, paperNo, certified, violation, enteredBy, enteredAt } = event;
  return {
    serial,
    kind,
    day,
    paper: paperNo,
    class: certified,
    fine: violation && formatFen(violation.fine),
    documents: violation && Number(violation.documents),
    broker: violation?.broker ?? null,
    by: enteredBy,
    at: isoShanghai(enteredAt),
  };
}
