import { compare, ONE, type Rate, rate } from '../../src/base/rate.ts';
import {
  byGoods,
  type Classification,
  type DocumentCheck,
  type EnterpriseRow,
} from '../../src/registry/classification.ts';
import { REGIME_CLASSES } from '../../src/registry/credit-regime.ts';
import type { CreditClass } from '../../src/registry/enterprise.ts';
import type { Parameters, Profile } from '../../src/registry/profile.ts';

const LEAST: Readonly<Record<string, Rate>> = { ADV: rate(1n, 100n), GEN_CERT: rate(1n, 10n) };
const DISHONEST = rate(8n, 10n);

/** A law by which every list of an ordinary enterprise is drawn with one probability. */
export function everyList(
  { parameters }: Pick<Profile, 'parameters'>,
  share: Rate,
  documents: DocumentCheck = 'data',
): Pick<Parameters, 'classification'> {
  const shareOf = (one: CreditClass): Rate => {
    if (one === 'DISHONEST') return compare(share, DISHONEST) < 0 ? DISHONEST : share;
    const least = LEAST[one];
    return least === undefined ? share : rate(share.n * least.n, share.d * least.d);
  };
  const rowOf = (one: CreditClass): EnterpriseRow => ({
    ...{ rate: shareOf(one), floor: shareOf(one), documents, guarantee: 'full', priority: 5 },
    place: 'yard',
  });
  const classesOf = (regime: keyof typeof REGIME_CLASSES): Classification => ({
    enterprises: new Map(REGIME_CLASSES[regime].map((one) => [one, rowOf(one)])),
    goods: byGoods(() => ({ times: ONE, documents: 'data', place: 'spot' })),
    quarantine: ['21'],
    history: { times: rate(2n, 1n), days: 180, cap: rate(4n, 1n) },
  });
  return {
    classification: parameters.creditRegime.map(({ from, until, value }) => {
      return { from, until, value: classesOf(value), law: 'test' };
    }),
  };
}
