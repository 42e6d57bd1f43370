import { expect, it } from 'vitest';
import { CATALOGUE } from '../../src/documents/ceb/catalogue.ts';
import { checkInput, inputOf, isWellBuilt } from './inputs.ts';

// The short run; `npm run fuzz` has the long one.
it('whatever comes gets a report whose findings say enough', { timeout: 60_000 }, () => {
  const codes = new Set<string>();
  let sound = 0;
  const count = CATALOGUE.size * 100;
  for (let seed = 0; seed < count; seed += 1) {
    const input = inputOf(seed);
    try {
      const report = checkInput(input);
      for (const { code } of report.findings) codes.add(code);
      if (isWellBuilt(report)) sound += 1;
    } catch (error) {
      throw new Error(`seed ${seed}, ${input.type}: ${(error as Error).message}`);
    }
  }
  expect(sound).toBeGreaterThan(count / 10);
  expect(codes.size).toBeGreaterThan(40);
});
