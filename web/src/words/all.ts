import { ACTIONS } from './actions.ts';
import { COCKPIT } from './cockpit.ts';
import { COUNTS } from './counts.ts';
import { DECLARE } from './declare.ts';
import { DECLARE_FILE } from './declare-file.ts';
import { DESK } from './desk.ts';
import { DID } from './did.ts';
import { DRAWS } from './draws.ts';
import { DUTY } from './duty.ts';
import { FIRM } from './firm.ts';
import { FIRMS } from './firms.ts';
import { FRAME } from './frame.ts';
import { GATE } from './gate.ts';
import { LANES } from './lanes.ts';
import { LIST } from './list.ts';
import { LISTS } from './lists.ts';
import { PUBLIC } from './public.ts';
import { REPAIRS } from './repairs.ts';
import { RISK } from './risk.ts';
import { STATISTICS } from './statistics.ts';
import { STOCK } from './stock.ts';
import { STOCK_DEEDS } from './stock-deeds.ts';
import { STOCK_PLAN } from './stock-plan.ts';
import { SUMMARIES } from './summaries.ts';
import { TASK } from './task.ts';
import { TOUR } from './tour.ts';

/** Every text of the console; a page takes a file of its own beside this one. */
export const WORDS = {
  ...FRAME,
  ...LISTS,
  ...LIST,
  ...ACTIONS,
  ...COCKPIT,
  ...COUNTS,
  ...DECLARE,
  ...DECLARE_FILE,
  ...DESK,
  ...DID,
  ...DRAWS,
  ...DUTY,
  ...FIRM,
  ...FIRMS,
  ...GATE,
  ...LANES,
  ...PUBLIC,
  ...REPAIRS,
  ...RISK,
  ...STATISTICS,
  ...STOCK,
  ...STOCK_DEEDS,
  ...STOCK_PLAN,
  ...SUMMARIES,
  ...TASK,
  ...TOUR,
};

export type Word = keyof typeof WORDS;
