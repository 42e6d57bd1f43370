import { ACTIONS } from './actions.ts';
import { COCKPIT } from './cockpit.ts';
import { DECLARE } from './declare.ts';
import { DECLARE_FILE } from './declare-file.ts';
import { FRAME } from './frame.ts';
import { LIST } from './list.ts';
import { LISTS } from './lists.ts';
import { SUMMARIES } from './summaries.ts';

/** Every text of the console; a page takes a file of its own beside this one. */
export const WORDS = {
  ...FRAME,
  ...LISTS,
  ...LIST,
  ...ACTIONS,
  ...COCKPIT,
  ...DECLARE,
  ...DECLARE_FILE,
  ...SUMMARIES,
};

export type Word = keyof typeof WORDS;
