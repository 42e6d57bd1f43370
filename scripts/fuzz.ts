/**
 * The long fuzz run over messages of every type. Says what came out as JSON; exit code 0 only when
 * every input got a report whose findings say enough.
 *
 *   npm run fuzz -- --count 1000000 --from 0
 */
import { parseArgs } from 'node:util';
import { checkInput, inputOf, isWellBuilt } from '../test/fuzz/inputs.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000000' },
    from: { type: 'string', default: '0' },
  },
});
const [from, count] = [Number(values.from), Number(values.count)];
const codes: Record<string, number> = {};
let [sound, failed] = [0, 0];
const began = performance.now();
for (let seed = from; seed < from + count; seed += 1) {
  try {
    const report = checkInput(inputOf(seed));
    for (const { code } of report.findings) codes[code] = (codes[code] ?? 0) + 1;
    if (isWellBuilt(report)) sound += 1;
  } catch (error) {
    failed += 1;
    console.log(JSON.stringify({ seed, error: (error as Error).message.slice(0, 2_000) }));
  }
}
const seconds = Math.round((performance.now() - began) / 1000);
console.log(JSON.stringify({ inputs: count, sound, failed, seconds, codes }));
process.exitCode = failed === 0 ? 0 : 1;
