import { expect } from 'vitest';
import { named } from '../scenario-stock/world.ts';
import { answerOf } from './answers.ts';
import { DECLARED_LOOKS } from './declared-words.ts';
import type { Look, Word } from './world.ts';

/** Status of a list that nothing has been decided of. */
const DECLARING = '2';

/**
 * What is expected, by the word behind `expect`: `list P 800`, `list P 400 ARRIVAL-NONE`, `list P
 * waiting`; the same of `order`, `master` and all others that were sent, and of customs
 * declarations (`full D 800`).
 */
export const expects: Word = async (stage, [what = '', name = '', ...rest]) => {
  await (LOOKS[what] ?? expectAnswer(what))(stage, name, rest);
  return [];
};

const expectAnswer =
  (what: string): Look =>
  async (stage, name, [wanted, ...codes]) => {
    const { status, findings } = await answerOf(stage, named(stage.sent, `${what} ${name}`));
    const told = findings.map(({ code }) => code);
    const shown = status === DECLARING && what === 'list' ? 'waiting' : status;
    expect([shown, ...told]).toEqual([wanted, ...codes]);
  };

const LOOKS = DECLARED_LOOKS;
