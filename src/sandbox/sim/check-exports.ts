import { present } from '../../base/assert.ts';
import { formatFen, parseFen } from '../../base/fen.ts';
import type { Database } from '../../io/postgres.ts';
import type { ExportDocument } from '../world/document.ts';
import { rateIn } from '../world/export/money.ts';
import { type ExportSent, type ExportStory, isWithdrawn } from '../world/export/story.ts';
import { fraction, times, wholeHalfUp } from '../world/fraction.ts';
import type { Story } from './story.ts';

type Row = { ebp_code: string; order_no: string; state: string; channel: string; fob: bigint };

const CASES = `select ebp_code, order_no, state, channel, fob from export.cases
  where list_no is not null and fob is not null`;

/** States, channels and values in yuan of the export lists that customs took. */
export async function checkExports(db: Database, { plan, expires }: Story): Promise<string[]> {
  const rows = new Map(
    (await db.query<Row>(CASES)).map((row) => [`${row.ebp_code} ${row.order_no}`, row]),
  );
  return (plan.exports?.stories ?? []).flatMap((story) => [
    ...raceFaults(story, rows),
    ...takenIn(story).flatMap((sent) => {
      const { document, status } = sent;
      const key = `${document.head.ebpCode} ${document.head.orderNo}`;
      const state = expires && status === '400' ? '100' : status;
      const wanted = `${state} ${channelOf(document)} worth ${formatFen(yuanOf(document))}`;
      const row = rows.get(key);
      const got = row && `${row.state} ${row.channel} worth ${formatFen(row.fob)}`;
      return got === wanted ? [] : [`${story.kind} ${key}: ${got ?? 'none'}, foreseen ${wanted}`];
    }),
  ]);
}

/** Of lists that race as many are released as there are goods for, and the others returned. */
function raceFaults({ kind, race, sent }: ExportStory, rows: ReadonlyMap<string, Row>): string[] {
  if (race === undefined) return [];
  const lists = sent.filter(({ document }) => document.type === 'CEB603');
  const states = lists.map(({ document: { head } }) => {
    return rows.get(`${head.ebpCode} ${head.orderNo}`)?.state;
  });
  const got = states.filter((state) => state === '800').length;
  return got === race.released ? [] : [`${kind}: ${got} released, foreseen ${race.released}`];
}

/** The lists of a story that customs took and nobody took back. */
function takenIn(story: ExportStory): ExportSent[] {
  if (story.race !== undefined) return [];
  return story.sent.filter((sent) => {
    const isTaken = ['400', '800', '899'].includes(sent.status);
    return sent.document.type === 'CEB603' && isTaken && !isWithdrawn(story, sent);
  });
}

function channelOf({ head }: ExportDocument): string {
  return ['9710', '9810'].includes(head.tradeMode ?? '') ? 'L' : (head.statisticsFlag ?? '');
}

/** Each line in yuan by the rate of its currency, rounded half up (EXP-9). */
function yuanOf({ lines }: ExportDocument): bigint {
  return lines.reduce((sum, { totalPrice = '', currency = '' }) => {
    const price = fraction(present(parseFen(totalPrice), 'a price'));
    return sum + wholeHalfUp(times(price, rateIn(currency)));
  }, 0n);
}
