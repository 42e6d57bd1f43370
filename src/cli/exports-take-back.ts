import { isoShanghai } from '../base/dates.ts';
import {
  approveTakeBack,
  proposeTakeBack,
  type TakeBackView,
  viewTakeBack,
} from '../flows/take-back.ts';
import { systemClock } from '../io/clock.ts';
import { takeBackJson } from '../office/take-back.ts';
import { NotDone, numberOf, type Terminal, textOf, UsageError, type Values } from './command.ts';
import { openDatabase } from './database.ts';
import { officerNamed, taken } from './officer-said.ts';
import { required } from './registered.ts';
import { tell } from './told.ts';
import { houseOn } from './wire.ts';

/** More proposals than anybody makes of one list. */
const MOST_PROPOSALS = 10_000;

/**
 * Proposes to take the closing of a list or customs declaration back, or with --approve approves
 * the proposal of that number; without --officer shows what was said.
 */
export async function exportsTakeBack(
  values: Values,
  terminal: Terminal,
  [listNo = '']: readonly string[],
): Promise<number> {
  if (listNo === '') {
    throw new UsageError('onestep exports take-back takes the number of a list or declaration.');
  }
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    const house = await houseOn(db, systemClock, {});
    house.news.close();
    if (values.officer === undefined && values.reason === undefined) {
      const view = known(await viewTakeBack(db, listNo), listNo);
      tell(terminal, values, { json: takeBackJson(view), lines: wordsOf(view) }, 1);
      return 0;
    }
    const officer = officerNamed(house, required(values, 'officer', 'exports'));
    const proposal = numberOf(values, 'approve', 0, 1, MOST_PROPOSALS);
    const done =
      proposal > 0
        ? await approveTakeBack(house, officer, listNo, { proposal })
        : await proposeTakeBack(house, officer, listNo, { reason: textOf(values, 'reason') ?? '' });
    if (done.ok) known(done.value, listNo);
    const view = taken(done);
    const next =
      proposal > 0
        ? `taken back, now ${view.status}.`
        : `proposal ${view.words.length}; a supervisor who is somebody else approves it.`;
    tell(terminal, values, { json: takeBackJson(view), lines: [`${listNo}: ${next}`] }, 1);
    return 0;
  } finally {
    await db.close();
  }
}

/** @throws NotDone for what there is not */
function known(view: TakeBackView | null, listNo: string): TakeBackView {
  if (view === null) throw new NotDone(`No export list or customs declaration ${listNo} is known.`);
  return view;
}

function wordsOf({ listNo, status, words }: TakeBackView): string[] {
  const lines = words.map(({ position, at, officer, action, reason }) => {
    return `  ${position}  ${isoShanghai(at)}  ${officer} ${action}: ${reason}`;
  });
  return [`${listNo} is ${status}.`, ...lines];
}
