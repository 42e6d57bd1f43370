import { describe, expect, it } from 'vitest';
import { canonicalText, type DrawSource, drawAgain } from '../../src/audit/draw-again.ts';
import { isoShanghai } from '../../src/base/dates.ts';
import { type SeededRandom, seededRandom } from '../../src/base/random.ts';
import { type DrawInput, deriveDraw } from '../../src/inspection/derive.ts';
import { commitmentOf } from '../../src/inspection/hashes.ts';
import { randomDraw } from './random-draw.ts';

// The auditor's arithmetic against the engine's, on draws as a zone makes them: committed to
// beforehand, both registries closed at once, secrets shown within a second, late or never.
const [COMMITTED, OPENED] = [1_000, 2_000];

function drawOf(random: SeededRandom): DrawInput {
  const file = randomDraw(random);
  const { zone, day, sequence } = file;
  const id = { zone, day, sequence };
  const [committedAt, time] = [isoShanghai(COMMITTED), isoShanghai(OPENED)];
  const within = { revealFrom: null, revealBy: null, revealWithin: 1_000, beacon: null };
  return {
    ...id,
    terms: {
      publishedAt: committedAt,
      body: { ...file.terms.body, ...within, commitBy: committedAt },
    },
    targets: { publishedAt: time, body: file.targets.body },
    officers: { publishedAt: time, body: file.officers.body },
    shares: file.terms.body.parties.map((party) => {
      const secret = Buffer.from(random.bytes(32)).toString('hex');
      const commitment = commitmentOf(id, party, random.chance(1, 20) ? 'other' : secret);
      const shown = !random.chance(1, 20);
      const at = OPENED + (random.chance(1, 20) ? 1_001 : 1 + random.below(1_000));
      const secrets = { secret: shown ? secret : null, revealedAt: shown ? isoShanghai(at) : null };
      return { party, commitment, committedAt, ...secrets };
    }),
    beacon: null,
    recusals: file.redraws,
  };
}

function sourceOf(input: DrawInput): DrawSource {
  const { zone, day, sequence, terms, targets, officers, shares } = input;
  return {
    ...{ zone, day, sequence, committedAt: COMMITTED, openedAt: OPENED },
    ...{ termsText: canonicalText(terms.body), terms: terms.body },
    ...{ targetsText: canonicalText(targets.body), targets: targets.body },
    ...{ officersText: canonicalText(officers.body), officers: officers.body },
    shares: shares.map(({ party, commitment, secret, revealedAt }) => {
      const shownAt = revealedAt === null ? null : Date.parse(revealedAt);
      return { party, commitment: commitment ?? '', secret, shownAt };
    }),
    recusals: input.recusals.map(({ target }) => target),
  };
}

describe('3,000 random draws', () => {
  it('come out alike for the engine and for the auditor', () => {
    const random = seededRandom(6n);
    const seen = { complete: 0, rest: 0, void: 0, pairs: 0, replacements: 0 };
    for (let i = 0; i < 3_000; i += 1) {
      const input = drawOf(random);
      const derived = deriveDraw(input);
      const drawn = new Set(derived.result.map(({ target }) => target));
      // A recusal for a target that is not drawn now is no step of the draw.
      const recusals = input.recusals.filter(({ target }) => drawn.has(target));
      const again = drawAgain(sourceOf({ ...input, recusals }));
      expect(again).toEqual({
        targetsHash: derived.hashes[1],
        officersHash: derived.hashes[2],
        worth: derived.states,
        outcome: derived.outcome,
        drawn: derived.result,
        replacements: derived.redraws.map(({ replacement }) => replacement),
      });
      seen[derived.outcome] += 1;
      seen.pairs += derived.result.filter(({ pair }) => pair.length === 2).length;
      seen.replacements += derived.redraws.filter((one) => one.replacement !== null).length;
    }
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100);
  });
});
