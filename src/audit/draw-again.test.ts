import { describe, expect, it } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { canonicalText, type DrawSource, drawAgain, hashOf } from './draw-again.ts';

// The vectors of docs/verify-draw/README.md; draws of the engine are compared in test/audit.
const PLAN = { layer: 'a', method: 'rate', number: 2, officers: 2 };
const ID = { zone: 'cn-zhengzhou', day: '2026-11-28', sequence: 7 };

function source(change: Partial<DrawSource> = {}): DrawSource {
  const targets = ['T1', 'T2', 'T3', 'T4'].map((id) => {
    return { id, layer: 'a', enterprise: 'E', weight: 1, needs: [] };
  });
  const officers = ['O1', 'O2', 'O3'].map((id) => {
    return { id, tags: [], weight: 1, capacity: 4, declared: [] };
  });
  const shares = ['customs', 'zone'].map((party, i) => {
    const secret = `0${i + 1}`.repeat(32);
    const { zone, day, sequence } = ID;
    const commitment = hashOf('commitment', zone, day, sequence, party, secret);
    return { party, commitment, secret, shownAt: 2_001 };
  });
  const terms = {
    ...{ plan: [PLAN], parties: ['customs', 'zone'], commitBy: '1970-01-01T08:00:01.000+08:00' },
    ...{ revealFrom: null, revealBy: null, revealWithin: 1_000, fallback: 'rest', beacon: null },
  };
  return {
    ...{ ...ID, committedAt: 1_000, openedAt: 2_000, terms, termsText: canonicalText(terms) },
    ...{ targets, targetsText: canonicalText(targets) },
    ...{ officers, officersText: canonicalText(officers), shares, recusals: [] },
    ...change,
  };
}

describe('a draw worked out again', () => {
  it('hashes as the description says', () => {
    const seed = '0'.repeat(64);
    expect(hashOf('stream', seed, 'targets', 0)).toBe(
      '6f79102a3d2642b6ea1f0b1a555a2fecb9e82a93d1cc4e582241ef0fde1f0491',
    );
    expect(source().shares[0]?.commitment).toBe(
      '739c0ab98c29248d4a38cdbcaade9aa0b8f0bfd3941637fa749ebf673cd5ce6f',
    );
  });

  it('writes values in one way', () => {
    const text = '{"a":["x\\n",null,true],"b":{"A":1,"é":2}}';
    expect(canonicalText({ b: { é: 2, A: 1 }, a: ['x\n', null, true] })).toBe(text);
  });

  it('depends on everything that was published, and on every secret', () => {
    const all = new Set<string>();
    const random = seededRandom(1n);
    for (let i = 0; i < 50; i += 1) {
      const openedAt = 2_000 + random.below(1_000_000);
      const shares = source().shares.map((one) => ({ ...one, shownAt: openedAt + 1 }));
      const { outcome, drawn } = drawAgain(source({ openedAt, shares }));
      expect(outcome).toBe('complete');
      for (const { pair } of drawn) expect(new Set(pair).size).toBe(2);
      all.add(JSON.stringify(drawn));
    }
    expect(all.size).toBeGreaterThan(30);
  });

  it('says what each share is worth', () => {
    const worth = (change: object): string => {
      const [first, second] = source().shares;
      const { worth: found, outcome } = drawAgain(
        source({ shares: [{ ...first!, ...change }, second!] }),
      );
      return `${found[0]} ${outcome}`;
    };
    expect(worth({})).toBe('counted complete');
    expect(worth({ secret: null })).toBe('missing void');
    expect(worth({ shownAt: 2_000 })).toBe('early void');
    expect(worth({ shownAt: 3_000 })).toBe('counted complete');
    expect(worth({ shownAt: 3_001 })).toBe('late void');
    expect(worth({ secret: '03'.repeat(32) })).toBe('false void');
    expect(drawAgain(source({ committedAt: 1_001 })).worth).toEqual(['absent', 'absent']);
  });

  it('goes on with the rest of three, and then differs', () => {
    const third = { party: 'zoo', commitment: 'x', secret: null, shownAt: null };
    const { outcome, drawn } = drawAgain(source({ shares: [...source().shares, third] }));
    expect(outcome).toBe('rest');
    expect(drawn).not.toEqual(drawAgain(source()).drawn);
  });

  it('has each stand in once, until nobody is left', () => {
    const [first] = drawAgain(source()).drawn;
    const again = drawAgain(source({ recusals: Array(3).fill(first!.target) }));
    const third = ['O1', 'O2', 'O3'].find((id) => !first!.pair.includes(id));
    expect(again.replacements).toEqual([third, null, null]);
    expect(again.drawn).toEqual(drawAgain(source()).drawn);
  });

  it('sends no officer who may not go, and never one alone', () => {
    const officers = source().officers.map((one, i) => {
      const declared = i === 0 ? [{ enterprise: 'E', weight: 0 }] : [];
      return { ...one, declared };
    });
    const two = drawAgain(source({ officers, officersText: canonicalText(officers) })).drawn;
    for (const { pair } of two) expect([...pair].sort()).toEqual(['O2', 'O3']);
    const needy = source().targets.map((one) => ({ ...one, needs: ['quarantine'] }));
    const none = drawAgain(source({ targets: needy, targetsText: canonicalText(needy) })).drawn;
    expect(none.every(({ pair }) => pair.length === 0)).toBe(true);
  });
});
