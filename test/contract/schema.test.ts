/** Structure by our tables against the official schemas, judged by libxml2 on the same files. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EDITIONS, type Edition } from '../../src/documents/ceb/fields.ts';
import { STRUCTURE_CODES } from '../../src/documents/structure-codes.ts';
import { shallRunWith } from '../external-tool.ts';
import { judgedByLibxml, judgedByUs, tryEmpty, tryMutants, typeIn } from './judges.ts';

const SAMPLES = join(import.meta.dirname, 'samples');
const MUTANTS_PER_EDITION = 2400;
/** Every structural code must be reached, but those of the wrong root, which no mutant has. */
const CODES = Object.keys(STRUCTURE_CODES).filter(
  (code) => !['MSG-UNKNOWN', 'MSG-EDITION', 'MSG-NAMESPACE', 'MSG-ENVELOPE'].includes(code),
);

/** Official samples that the schema of their own edition does not take. */
const UNSOUND: Readonly<Record<Edition, readonly string[]>> = {
  // BaseTransfer twice; another root; a field missing.
  '202205': ['214', '303', '403', '505', '507', '509', '603', '605', '607', '792'].map(
    (number) => `CEB${number}`,
  ),
  '2018': [],
};

describe.runIf(shallRunWith('xmllint'))('against xmllint --schema', () => {
  it.each(EDITIONS)('agrees on every official sample, edition %s', async (edition) => {
    const files = readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' })
      .filter((name) => /CEB\d{3}Message\.xml$/.test(name))
      .filter((name) => typeIn(name).editions.includes(edition));
    const verdicts = await judgedByLibxml(edition, files, SAMPLES);
    const ours = files.map((file) => judgedByUs(readFileSync(join(SAMPLES, file)), edition));
    expect(ours.map((codes) => codes.length === 0)).toEqual(verdicts);
    const own = files.filter((file, at) => file.includes(`official-${edition}`) && !verdicts[at]);
    expect(own.map((file) => typeIn(file).type).sort()).toEqual(UNSOUND[edition]);
  });

  const patience = { timeout: 120_000 };
  it.each(EDITIONS)('agrees on every empty element, edition %s', patience, async (edition) => {
    const { wrong, taken, refused } = await tryEmpty(edition);
    expect(wrong).toEqual([]);
    expect([taken > 100, refused > 1_000]).toEqual([true, true]);
  });

  it.each(EDITIONS)(
    `agrees on ${MUTANTS_PER_EDITION} mutants, edition %s`,
    { timeout: 60_000 },
    async (edition) => {
      const from = EDITIONS.indexOf(edition) * MUTANTS_PER_EDITION;
      const { wrong, codes, taken } = await tryMutants(edition, from, MUTANTS_PER_EDITION);
      expect(wrong).toEqual([]);
      expect(CODES.filter((code) => !codes.has(code))).toEqual([]);
      expect(taken).toBeGreaterThan(MUTANTS_PER_EDITION / 8);
      expect(taken).toBeLessThan(MUTANTS_PER_EDITION / 2);
    },
  );
});
