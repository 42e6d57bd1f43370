import { formatFen } from '../../base/fen.ts';
import type { Finding } from '../../base/finding.ts';
import { divideHalfUp } from '../../base/rounding.ts';
import { matchFinding, matchLaw } from '../codes.ts';
import { FROM_2016 } from '../law.ts';
import type { MatchContext, Rule } from '../rule.ts';

/** One fen in the product of two five-decimal numbers. */
const FEN = 100_000_000n;

/** totalPrice = qty x price; unit prices are rounded, so less than a fen apart is equal (DOC-7). */
export const lineTotal: Rule<MatchContext> = {
  code: 'DOC-LINE-TOTAL',
  law: matchLaw('DOC-LINE-TOTAL'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list } }) => {
    const findings: Finding[] = [];
    for (const [at, line] of list.terms.lines.entries()) {
      const exact = line.qty * line.price;
      const apart = exact - line.totalPrice * FEN;
      if (apart > -FEN && apart < FEN) continue;
      findings.push(
        matchFinding('DOC-LINE-TOTAL', `InventoryList[${at + 1}]/totalPrice`, {
          stated: formatFen(line.totalPrice),
          computed: formatFen(divideHalfUp(exact, FEN)),
        }),
      );
    }
    return findings;
  },
};
