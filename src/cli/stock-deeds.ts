import { isoShanghai } from '../base/dates.ts';
import { formatScaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import type { Result } from '../base/result.ts';
import { DEED_KINDS } from '../bonded/deed.ts';
import type { Deed } from '../bonded/deeds.ts';
import { readDeed } from '../bonded/deeds-codec.ts';
import type { PaperId } from '../bonded/paper.ts';
import { paperJson } from '../bonded/paper-json.ts';
import { waitingPapers } from '../bonded/paper-store.ts';
import { expireStock } from '../flows/expire-stock.ts';
import type { House } from '../flows/house.ts';
import { approveDeed, refuseDeed } from '../flows/stock-decisions.ts';
import type { Changed } from '../flows/stock-release.ts';
import { systemClock } from '../io/clock.ts';
import type { Database } from '../io/postgres.ts';
import { NotDone, UsageError } from './command.ts';
import { lineOf } from './load.ts';
import { houseOn } from './wire.ts';

type Shown = { readonly json: unknown; readonly lines: readonly string[] };

/** Customs agrees to a deed that waits for it. @throws NotDone with the reasons */
export async function approve(db: Database, [kind, no]: readonly string[]): Promise<Shown> {
  const id = deedId(kind, no);
  return decided(id, await approveDeed(await quietHouse(db), id));
}

/** Customs refuses a deed that waits. @throws NotDone with the reasons */
export async function refuse(db: Database, args: readonly string[]): Promise<Shown> {
  const [kind, no, reason = ''] = args;
  const id = deedId(kind, no);
  return decided(id, await refuseDeed(await quietHouse(db), id, reason));
}

/** Shows what waits for customs, or for the other side of a transfer in the zone. */
export async function waiting(db: Database): Promise<Shown> {
  const papers = (await waitingPapers(db, MOST_SHOWN)).map(readDeed);
  return {
    json: { papers: papers.map(paperJson) },
    lines: papers.map(({ kind, paperNo, bookNo, enterprise, madeAt }) => {
      return `${kind} ${paperNo}  book ${bookNo}  by ${enterprise}  ${isoShanghai(madeAt)}`;
    }),
  };
}

const MOST_SHOWN = 1_000;

/** Takes goods past their day off the shelf, as the platform does every day. */
export async function expire(db: Database): Promise<Shown> {
  const { expired, overdue } = await expireStock(await quietHouse(db));
  const left = overdue.map(({ lot: { bookNo, recordNo, lotNo, expiresOn }, left: quantity }) => {
    return { bookNo, recordNo, lotNo, expiresOn, promised: formatScaled5(quantity) };
  });
  return {
    json: { expired, left },
    lines: [
      `${expired} lots are past their day and off the shelf.`,
      ...left.map(({ bookNo, recordNo, lotNo, expiresOn, promised }) => {
        const what = `${lotNo} of line ${recordNo} of ${bookNo}, sold until ${expiresOn}`;
        return `${what}: ${promised} is promised to lists or papers and stays.`;
      }),
    ],
  };
}

async function quietHouse(db: Database): Promise<House> {
  const house = await houseOn(db, systemClock, {});
  house.news.close();
  return house;
}

function deedId(name = '', paperNo = ''): PaperId {
  const kind = DEED_KINDS.find((one) => one === name);
  if (kind !== undefined) return { kind, paperNo };
  throw new UsageError(`KIND is one of ${DEED_KINDS.join(', ')}, not ${name}.`);
}

function decided({ kind, paperNo }: PaperId, done: Result<Changed<Deed> | null, Finding[]>): Shown {
  if (!done.ok) throw new NotDone(done.error.map(lineOf).join('\n'));
  if (done.value === null) throw new NotDone(`There is no ${kind} ${paperNo}.`);
  const { paper, changed } = done.value;
  if (!changed) throw new NotDone(`${kind} ${paperNo} is ${paper.state} already.`);
  return { json: paperJson(paper), lines: [`${kind} ${paperNo} is ${paper.state}.`] };
}
