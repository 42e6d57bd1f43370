import type { Declared } from '../b2b/lookup.ts';
import { type BusinessDate, type Instant, isoShanghai } from '../base/dates.ts';
import { type Fen, formatFen } from '../base/fen.ts';
import type { DeclarationShown } from './b2b-view.ts';

const yuan = (fen: Fen | null) => (fen === null ? null : formatFen(fen));
const time = (at: Instant | null) => (at === null ? null : isoShanghai(at));

/** A customs declaration as JSON for those who take part in it; sums are yuan. */
export function declarationJson({ declared, steps, notice, said }: DeclarationShown) {
  const { declSeqNo, entryId, copNo, attempt, state, takenAt, fob, duty } = declared;
  const { fobs, duties, billNo } = declared;
  // The mark by which a reader stands in for the declarant is no value of the declaration.
  const head = [...said.head].filter(([name]) => name !== 'sender');
  const goods = said.goods.map((line) => Object.fromEntries(line));
  return {
    ...{ preEntryId: declSeqNo, entryId, copNo, attempt, status: state },
    ...{ takenAt: isoShanghai(takenAt), releasedAt: time(declared.releasedAt) },
    ...{ closedAt: time(declared.closedAt), fob: yuan(fob), duty: yuan(duty), billNo },
    notice: notice && {
      ...{ dutyNo: notice.dutyNo, due: notice.due satisfies BusinessDate },
      ...{ paidAt: time(notice.paidAt), voidedAt: time(notice.voidedAt) },
    },
    lines: fobs.map((value, at) => {
      return {
        gNo: goods[at]?.gNo ?? '',
        fob: formatFen(value),
        duty: formatFen(duties[at] ?? 0n),
      };
    }),
    findings: steps.at(-1)?.findings ?? [],
    timeline: steps.map(({ at, state: status, reference, findings }) => {
      return { at: isoShanghai(at), status, reference, findings };
    }),
    declaration: Object.fromEntries(head),
    goods,
  };
}

/** The same for officers: with who moved it on, and the firms and documents that it is of. */
export function inOfficeJson(shown: DeclarationShown) {
  const timeline = declarationJson(shown).timeline.map((step, at) => {
    const word = shown.steps[at]?.word ?? null;
    return { ...step, officer: word?.officer ?? null, reason: word?.reason ?? null };
  });
  return { ...declarationJson(shown), ...inHandJson(shown.declared), timeline };
}

/** A line of what officers have in hand; sums are yuan. */
export function inHandJson(declared: Declared) {
  const { declSeqNo, entryId, copNo, attempt, state, takenAt, fob, duty } = declared;
  const { customsCode, agentCode, ebcCode, ownerCode, ebpCode, orderNo } = declared;
  const { logisticsCode, logisticsNo } = declared;
  return {
    ...{ preEntryId: declSeqNo, entryId, copNo, attempt, status: state },
    ...{ takenAt: isoShanghai(takenAt), fob: yuan(fob), duty: yuan(duty) },
    ...{ customsCode, agentCode, ebcCode, ownerCode, ebpCode, orderNo },
    ...{ logisticsCode, logisticsNo },
  };
}
