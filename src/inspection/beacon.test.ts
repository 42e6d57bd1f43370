import { describe, expect, it } from 'vitest';
import { otherChain, ROUND, VALUE } from '../../test/draw/chain.ts';
import { chainHash, isSigned, QUICKNET, roundValue, timeOfRound } from './beacon.ts';
import type { Terms } from './draw-file.ts';
import { beaconFindings } from './verify-beacon.ts';

const AT = '2023-09-15T19:00:03.000+08:00';

const OTHER = otherChain(ROUND.round);

describe('quicknet', () => {
  it('has the key that its hash is of', () => {
    expect(chainHash(QUICKNET)).toBe(QUICKNET.hash);
  });

  it('signed the round that it published, and no other', () => {
    expect(isSigned(QUICKNET, ROUND)).toBe(true);
    expect(isSigned(QUICKNET, { ...ROUND, round: ROUND.round + 1 })).toBe(false);
    expect(isSigned(QUICKNET, { ...ROUND, signature: OTHER.signature })).toBe(false);
    expect(isSigned(OTHER.chain, { ...ROUND, signature: OTHER.signature })).toBe(true);
    expect(isSigned(QUICKNET, { ...ROUND, signature: 'f'.repeat(96) })).toBe(false);
  });

  it('gives a round its value and its time', () => {
    expect(roundValue(ROUND)).toBe(VALUE);
    expect(timeOfRound(QUICKNET, ROUND.round)).toBe(AT);
    expect(timeOfRound(QUICKNET, 1)).toBe('2023-08-23T23:09:27.000+08:00');
    expect(timeOfRound(QUICKNET, Number.MAX_SAFE_INTEGER)).toBeNull();
  });
});

describe('the beacon of a draw', () => {
  const beacon = { source: QUICKNET.hash, round: ROUND.round, at: AT };
  const draw = (named: Terms['beacon'] = beacon, value: string | null = VALUE) => {
    const body: Terms = {
      plan: [],
      parties: ['a', 'b'],
      commitBy: AT,
      revealFrom: null,
      revealBy: null,
      revealWithin: 1_000,
      fallback: 'rest',
      beacon: named,
    };
    return { terms: { publishedAt: AT, hash: '', body }, beacon: value };
  };
  const told = (found: ReturnType<typeof draw>, published: unknown = ROUND, chain = QUICKNET) =>
    beaconFindings(found, Buffer.from(JSON.stringify(published)), chain).map(({ en }) => en);

  it('holds when it is the round that the chain signed, whatever else a relay says', () => {
    expect(told(draw())).toEqual([]);
    expect(told(draw(), { ...ROUND, randomness: VALUE, previous_signature: '' })).toEqual([]);
  });

  it.each<[string, ReturnType<typeof draw>, unknown, string]>([
    ['another value', draw(beacon, '0'.repeat(64)), ROUND, `its value is ${VALUE}`],
    ['none', draw(null, null), ROUND, 'has no value of a beacon'],
    ['a silent one', draw(beacon, null), ROUND, 'has no value of a beacon'],
    ['another chain', draw({ ...beacon, source: OTHER.chain.hash }), ROUND, 'is not known here'],
    ['another time', draw({ ...beacon, at: '2023-09-15T19:00:06.000+08:00' }), ROUND, AT],
    ['another round', draw(), { ...ROUND, round: 657_412 }, 'it is round 657412'],
    ['a wrong key', draw(), { ...ROUND, signature: OTHER.signature }, 'chain did not sign it'],
    ['no signature', draw(), { round: ROUND.round }, 'no published round'],
    ['half a round', draw(), { ...ROUND, round: 1.5 }, 'no published round'],
    ['null', draw(), null, 'no published round'],
    ['an endless answer', draw(), { ...ROUND, more: 'x'.repeat(5_000) }, 'no published round'],
  ])('does not hold with %s', (_, found, published, reason) => {
    expect(told(found, published).join('\n')).toContain(reason);
  });

  it('is refused where the bytes are no JSON', () => {
    expect(beaconFindings(draw(), Buffer.from([0xff]))).toMatchObject([{ code: 'DRAW-ROUND' }]);
  });
});
