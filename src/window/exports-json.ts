import { type BusinessDate, type Instant, isoShanghai } from '../base/dates.ts';
import { type Fen, formatFen } from '../base/fen.ts';
import type { DeclarationShown } from '../flows/b2b-view.ts';
import type { AskedChannel } from '../flows/export-channel.ts';

const yuan = (fen: Fen | null) => (fen === null ? null : formatFen(fen));
const time = (at: Instant | null) => (at === null ? null : isoShanghai(at));

/** The channel of a ticket as JSON. */
export function channelJson({ date, channel, fob, reasons }: AskedChannel) {
  return { date, channel, value: yuan(fob), reasons };
}

/** A customs declaration as JSON; sums are yuan. */
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
