import { isoShanghai } from '../base/dates.ts';
import { formatScaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import type { Result } from '../base/result.ts';
import { DEED_KINDS } from '../bonded/deed.ts';
import { displayFinding, displayJson } from '../bonded/display.ts';
import type { PaperId } from '../bonded/paper.ts';
import { paperJson } from '../bonded/paper-json.ts';
import { waitingPapers } from '../bonded/paper-store.ts';
import { approveCount, refuseCount } from '../flows/count-close.ts';
import { expireStock } from '../flows/expire-stock.ts';
import type { House } from '../flows/house.ts';
import { reportDisplays } from '../flows/overdue-displays.ts';
import { approveDeed, refuseDeed } from '../flows/stock-decisions.ts';
import { type AnyPaper, paperOf } from '../flows/stock-facts.ts';
import type { Changed } from '../flows/stock-release.ts';
import { systemClock } from '../io/clock.ts';
import type { Database } from '../io/postgres.ts';
import { NotDone, UsageError } from './command.ts';
import { lineOf } from './load.ts';
import type { Told } from './told.ts';
import { houseOn } from './wire.ts';

/** Customs agrees to a paper that waits for it. @throws NotDone with the reasons */
export async function approve(db: Database, [kind, no]: readonly string[]): Promise<Told> {
  const id = waitingId(kind, no);
  const house = await quietHouse(db);
  const isCount = id.kind === 'count';
  return decided(id, await (isCount ? approveCount(house, id.paperNo) : approveDeed(house, id)));
}

/** Customs refuses a paper that waits. @throws NotDone with the reasons */
export async function refuse(db: Database, args: readonly string[]): Promise<Told> {
  const [kind, no, reason = ''] = args;
  const id = waitingId(kind, no);
  const house = await quietHouse(db);
  if (id.kind === 'count') return decided(id, await refuseCount(house, id.paperNo, reason));
  return decided(id, await refuseDeed(house, id, reason));
}

/** Shows what waits for customs, or for the other side of a transfer in the zone. */
export async function waiting(db: Database): Promise<Told> {
  const papers = (await waitingPapers(db, MOST_SHOWN)).map(paperOf);
  return {
    json: { papers: papers.map(paperJson) },
    lines: papers.map(({ kind, paperNo, bookNo, enterprise, madeAt }) => {
      return `${kind} ${paperNo}  book ${bookNo}  by ${enterprise}  ${isoShanghai(madeAt)}`;
    }),
  };
}

const MOST_SHOWN = 1_000;

/** Takes goods past their day off the shelf, as the platform does every day. */
export async function expire(db: Database): Promise<Told> {
  const house = await quietHouse(db);
  const { expired, overdue } = await expireStock(house);
  const displays = await reportDisplays(house);
  const left = overdue.map(({ lot: { bookNo, recordNo, lotNo, expiresOn }, left: quantity }) => {
    return { bookNo, recordNo, lotNo, expiresOn, promised: formatScaled5(quantity) };
  });
  return {
    json: { expired, left, displays: displays.map(displayJson) },
    lines: [
      `${expired} lots are past their day and off the shelf.`,
      ...left.map(({ bookNo, recordNo, lotNo, expiresOn, promised }) => {
        const what = `${lotNo} of line ${recordNo} of ${bookNo}, sold until ${expiresOn}`;
        return `${what}: ${promised} is promised to lists or papers and stays.`;
      }),
      ...displays.map((display) => `${display.bookNo}: ${displayFinding(display).en}`),
    ],
  };
}

async function quietHouse(db: Database): Promise<House> {
  const house = await houseOn(db, systemClock, {});
  house.news.close();
  return house;
}

const KINDS: readonly PaperId['kind'][] = [...DEED_KINDS, 'count'];

function waitingId(name = '', paperNo = ''): PaperId {
  const kind = KINDS.find((one) => one === name);
  if (kind !== undefined) return { kind, paperNo };
  throw new UsageError(`KIND is one of ${KINDS.join(', ')}, not ${name}.`);
}

type Decided = Result<Changed<AnyPaper> | null, Finding[]>;

function decided({ kind, paperNo }: PaperId, done: Decided): Told {
  if (!done.ok) throw new NotDone(done.error.map(lineOf).join('\n'));
  if (done.value === null) throw new NotDone(`There is no ${kind} ${paperNo}.`);
  const { paper, changed } = done.value;
  if (!changed) throw new NotDone(`${kind} ${paperNo} is ${paper.state} already.`);
  const isOpen = paper.kind === 'count' && paper.state === 'approved';
  const state = isOpen ? 'open again' : paper.state;
  return { json: paperJson(paper), lines: [`${kind} ${paperNo} is ${state}.`] };
}
