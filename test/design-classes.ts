import { ONE, rate } from '../src/base/rate.ts';
import {
  byGoods,
  type Classification,
  type EnterpriseRow,
} from '../src/registry/classification.ts';
import { type CreditRegime, REGIME_CLASSES } from '../src/registry/credit-regime.ts';
import type { CreditClass } from '../src/registry/enterprise.ts';

/** A share in hundredths of a per cent. */
const share = (points: bigint) => rate(points, 10_000n);

const USUAL = { documents: 'data', place: 'spot' } as const;
const ORDINARY: EnterpriseRow = {
  ...USUAL,
  rate: share(250n),
  floor: share(100n),
  guarantee: 'full',
  priority: 5,
};

/**
 * Base rates of CLS-8. It has 0.5 % for certified enterprises of the first rank, which is exactly a
 * fifth of the 2.5 % of ordinary ones, and CLS-2 asks for less than a fifth: so 0.4 %.
 */
const ROWS: Readonly<Record<CreditClass, EnterpriseRow>> = {
  ADV: {
    ...USUAL,
    rate: share(40n),
    floor: share(10n),
    guarantee: 'exempt',
    priority: 1,
  },
  GEN_CERT: { ...ORDINARY, rate: share(120n), floor: share(40n), priority: 3 },
  GENERAL: ORDINARY,
  ROUTINE: ORDINARY,
  DISHONEST: {
    rate: share(8_000n),
    floor: share(8_000n),
    documents: 'person',
    guarantee: 'full',
    priority: 9,
    place: 'yard',
  },
};

const TIMES = { ORDINARY: ONE, CONDITIONAL: rate(3n, 2n), QUARANTINE: rate(2n, 1n) } as const;

/**
 * Food, animals and plants and what is made of them (chapters 01 to 23), medicines, cosmetics and
 * soaps, hides, furs, wood, and articles of hygiene (RULES CLS-5).
 */
const QUARANTINE: readonly string[] = [
  ...Array.from({ length: 23 }, (_, index) => String(index + 1).padStart(2, '0')),
  ...['30', '3303', '3304', '3305', '3306', '3307', '3401', '41', '43', '44', '9619'],
];

/** The classification of one order on credit. */
export function classificationOf(regime: CreditRegime): Classification {
  return {
    enterprises: new Map(REGIME_CLASSES[regime].map((one) => [one, ROWS[one]])),
    goods: byGoods((goods) => ({
      times: TIMES[goods],
      documents: 'data',
      place: goods === 'QUARANTINE' ? 'yard' : 'spot',
    })),
    quarantine: QUARANTINE,
    history: { times: rate(2n, 1n), days: 180, cap: rate(16n, 1n) },
  };
}
