import { present } from '../../../base/assert.ts';
import { formatScaled5, parseScaled5, type Scaled5 } from '../../../base/fen.ts';
import { DEDUCTED } from '../traffic/entry-list.ts';
import { CROSSED } from '../traffic/slip.ts';
import {
  type Effect,
  type Need,
  type Traffic,
  traffic,
  type WorldReport,
} from '../traffic/traffic.ts';
import { type ExportArea, type ExportSent, type ExportStory, isWithdrawn } from './story.ts';

/**
 * What the lists of a story do to their books (EXP-8): an accepted one has its goods promised, they
 * go out by the gate or with the departure, and an accepted return brings them as `returned`.
 */
export function areaEffects(story: ExportStory): Effect[] {
  const { sent, area, race } = story;
  if (area === undefined) return [];
  let left = race?.released ?? Number.POSITIVE_INFINITY;
  return sent.flatMap((one) => {
    const { document, status } = one;
    if (document.type === 'CEB213' && status === '800') return back(story, one);
    const isTaken = ['400', '800', '899'].includes(status) && !isWithdrawn(story, one);
    if (document.type !== 'CEB603' || !isTaken || left <= 0) return [];
    left -= 1;
    const isOut = hasLeft(story, one);
    return document.lines.map(({ itemRecordNo: recordNo = '', qty = '' }): Effect => {
      const quantity = parseScaled5(qty) ?? 0n;
      const on = { bookNo: area.bookNo, recordNo, status: 'bonded' } as const;
      return isOut ? { ...on, out: quantity } : { ...on, reserved: quantity };
    });
  });
}

function back({ sent, area }: ExportStory, { document, names }: ExportSent): Effect[] {
  const list = present(sent[names[0] ?? -1], 'the list of a return').document;
  return document.lines.map(({ gnum, qty = '' }): Effect => {
    const recordNo = list.lines.find((line) => line.gnum === gnum)?.itemRecordNo ?? '';
    const bookNo = present(area, 'a book').bookNo;
    return { bookNo, recordNo, status: 'returned', in: parseScaled5(qty) ?? 0n };
  });
}

/** Whether the goods of a list are out of their book, by the departure or the gate. */
export function hasLeft(
  { area }: ExportStory,
  { document: { head }, status }: ExportSent,
): boolean {
  return status === '899' || (area?.traffic.gone.includes(head.guid ?? '') ?? false);
}

/** Far enough ahead for any day on which a world is sent. */
const EVER = '2099-12-31';

/**
 * The exit list of a period: all that left the book of an area and is on no other, once all of it
 * has; another one finds nothing more. Nothing where nothing is left over.
 */
export function periodicExit(
  { keeper, bookNo, yard }: ExportArea,
  stories: readonly ExportStory[],
): Traffic {
  const own = stories.filter(({ area }) => area?.bookNo === bookNo);
  const sums = new Map<string, Scaled5>();
  for (const { document } of own.flatMap(leftOver)) {
    for (const { itemRecordNo = '', qty = '' } of document.lines) {
      sums.set(itemRecordNo, (sums.get(itemRecordNo) ?? 0n) + (parseScaled5(qty) ?? 0n));
    }
  }
  if (sums.size === 0) return traffic({});
  const lines = [...sums].map(([recordNo, quantity]) => {
    return { recordNo, quantity: formatScaled5(quantity) };
  });
  const report = (kind: string, lines: object[] | null, needs: readonly Need[]): WorldReport => {
    const name = yard.fresh('P');
    const period = { from: yard.frame.start, until: EVER };
    return {
      ...{ kind, name, sender: keeper, path: '/v1/stock/exits', needs },
      body: { bookNo, ownNo: name, period, lines },
      ...{ answer: 'taken', code: null, repeated: false },
    };
  };
  const first = report('area-period', lines, own.flatMap(endOf));
  const second = report('area-period-empty', null, [{ report: first.name }]);
  const refused = { answer: 'refused', code: 'BND-PERIOD' } as const;
  return traffic({ reports: [first, { ...second, ...refused }] });
}

function leftOver(story: ExportStory): ExportSent[] {
  const { sent, area } = story;
  return sent.filter((one) => {
    const { type, head } = one.document;
    return type === 'CEB603' && hasLeft(story, one) && !area?.summed.includes(head.guid ?? '');
  });
}

/** When all that a story takes out of its book is out, and its own exit lists are decided. */
function endOf({ sent, area }: ExportStory): Need[] {
  const closed = sent.filter(({ document, status }) => {
    return document.type === 'CEB603' && status === '899';
  });
  const papers = present(area, 'an area').traffic.papers.flatMap(({ ownNo, told }): Need[] => {
    const end = [CROSSED, DEDUCTED].find((one) => told.includes(one));
    return end === undefined ? [] : [{ paper: ownNo, told: end }];
  });
  return [
    ...closed.map(({ document: { head } }) => ({ guid: head.guid ?? '', status: ['899'] })),
    ...papers,
  ];
}
