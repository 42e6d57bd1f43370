/**
 * The long differential run: mutated messages of every type, judged by xmllint with the official
 * schemas and by our tables. Says what came out as JSON; exit code 0 only when both always agreed.
 *
 *   npm run differential -- --count 100000 --from 0 --edition 202205
 */
import { parseArgs } from 'node:util';
import { EDITIONS, type Edition } from '../src/documents/ceb/fields.ts';
import { tryMutants } from '../test/contract/judges.ts';

/** Mutants in one go: xmllint reads its schema once for them. */
const PAGE = 2_000;

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100000' },
    from: { type: 'string', default: '0' },
    edition: { type: 'string' },
  },
});
const editions = values.edition === undefined ? EDITIONS : [values.edition as Edition];
const each = Math.ceil(Number(values.count) / editions.length);
let agreed = true;
for (const edition of editions) {
  const sum = { edition, mutants: 0, taken: 0, refused: 0, wrong: 0 };
  const codes = new Set<string>();
  while (sum.mutants < each) {
    const count = Math.min(PAGE, each - sum.mutants);
    const trial = await tryMutants(edition, Number(values.from) + sum.mutants, count);
    for (const one of trial.wrong) console.log(JSON.stringify({ edition, ...one }));
    for (const code of trial.codes) codes.add(code);
    sum.mutants += count;
    sum.taken += trial.taken;
    sum.refused += trial.refused;
    sum.wrong += trial.wrong.length;
  }
  agreed &&= sum.wrong === 0;
  console.log(JSON.stringify({ ...sum, codes: [...codes].sort() }));
}
process.exitCode = agreed ? 0 : 1;
