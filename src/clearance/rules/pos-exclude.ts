import { FROM_2016 } from '../../matching/law.ts';
import { eachLine, type Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/**
 * Goods that a remark excludes do not pass (CLS-6): those whose declared name holds a word of the
 * remark, or all of the line. Other goods of the line do, as E6 has it: its handbag is released.
 */
export const notExcluded: Rule<ClearanceContext> = {
  code: 'POS-EXCLUDE',
  law: lawOf('POS-EXCLUDE'),
  from: FROM_2016,
  until: null,
  check: ({ lines }) =>
    eachLine(lines, ({ line, positive }, path) =>
      (positive?.remarks ?? []).flatMap((remark) => {
        if (remark.kind !== 'exclude') return [];
        const whole = remark.words === 'all';
        const what = whole ? positive?.name : wordIn(line.gname, remark.words);
        if (what === undefined) return [];
        const values = { hs: line.gcode, what, remark: remark.text };
        return finding('POS-EXCLUDE', path(whole ? 'gcode' : 'gname'), values);
      }),
    ),
};

function wordIn(name: string, words: readonly string[]): string | undefined {
  const folded = fold(name);
  return words.find((word) => folded.includes(fold(word)));
}

// Full-width letters and capitals are other bytes of the same word.
function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
