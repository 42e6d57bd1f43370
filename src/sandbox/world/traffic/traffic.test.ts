import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { present } from '../../../base/assert.ts';
import type { Profile } from '../../../registry/profile.ts';
import { readProfile } from '../../../registry/profile-file.ts';
import { withStock } from '../../with-stock.ts';
import { BAD_KINDS, GOOD_KINDS } from '../kinds/kinds.ts';
import { planWorld, type WorldStock, worldArguments } from '../plan.ts';
import { renderWorld } from '../render.ts';
import { CROSSED } from './slip.ts';
import type { Need } from './traffic.ts';

const PROFILE = fileURLToPath(new URL('../../../../profiles/cn-zhengzhou', import.meta.url));
const SEEDS = Array.from({ length: 25 }, (_, i) => BigInt(i + 1));

let law: Profile;
beforeAll(async () => {
  const read = await readProfile(PROFILE);
  if (!read.ok) throw new Error('the profile cannot be read');
  law = read.value;
});

function planned(seed: bigint, parcels: number): WorldStock {
  const plan = planWorld(worldArguments({ seed, parcels }), withStock(law, true));
  return present(plan.stock, 'the stock of a world');
}

/** What is still unsent when everything goes out as soon as it may. */
function stuckIn({ papers, reports, releases }: WorldStock['traffic']): string[] {
  const happened = new Set<string>();
  const nameOf = (need: Need): string => JSON.stringify(need);
  const things = [
    ...papers.map(({ ownNo, needs, told }) => ({
      name: ownNo,
      needs,
      // The decision; that a slip has crossed comes of the report.
      makes: told.slice(0, 2).map((one): Need => ({ paper: ownNo, told: one })),
    })),
    ...reports.map(({ name, needs, answer }) => {
      const crossed = needs.flatMap((need): Need[] =>
        answer === 'passed' && 'paper' in need ? [{ paper: need.paper, told: CROSSED }] : [],
      );
      return { name, needs, makes: [{ report: name } as Need, ...crossed] };
    }),
    ...releases.map(({ paper, needs }) => ({
      ...{ name: `release ${paper}`, needs, makes: [{ release: paper } as Need] },
    })),
  ];
  let left = things;
  for (;;) {
    const ready = left.filter(({ needs }) =>
      needs.every((need) => 'list' in need || happened.has(nameOf(need))),
    );
    if (ready.length === 0) return left.map(({ name }) => name);
    for (const { makes } of ready) for (const need of makes) happened.add(nameOf(need));
    left = left.filter((one) => !ready.includes(one));
  }
}

describe('the traffic of a world', () => {
  it('comes to its end: nothing waits for what does not come', () => {
    for (const seed of SEEDS) {
      for (const parcels of [3, 40, 200]) {
        expect({ seed, parcels, stuck: stuckIn(planned(seed, parcels).traffic) }).toEqual({
          ...{ seed, parcels, stuck: [] },
        });
      }
    }
  });

  it('never takes out or promises more than came in', () => {
    for (const seed of SEEDS) {
      const { balances } = planned(seed, 200);
      const short = balances.filter(({ in: came, out, reserved }) => came < out + reserved);
      expect({ seed, short }).toEqual({ seed, short: [] });
    }
  });

  it('names each paper, report and vehicle once', () => {
    const [one, other] = [planned(1n, 200).traffic, planned(2n, 200).traffic];
    const numbers = [one, other].flatMap(({ papers, reports }) => [
      ...papers.map(({ ownNo }) => ownNo),
      ...reports.map(({ name }) => name),
    ]);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('goes through books that no other world has', () => {
    const books = SEEDS.map((seed) => planned(seed, 3).firstBook);
    expect(new Set(books).size).toBe(SEEDS.length);
    expect(books.every((book) => book >= 100_000 && book < 999_999)).toBe(true);
  });

  it('is none where the law keeps no stock, or nobody wants it', () => {
    const args = worldArguments({ seed: 1n, parcels: 40 });
    const plain = planWorld(args, withStock(law, false));
    expect(plain.stock).toBeUndefined();
    const folders = new Set([...renderWorld(plain)].map(({ path }) => path.split('/')[0]));
    expect([...folders].sort()).toEqual(['expected.json', 'keys', 'messages', 'registry']);
    expect(plain.parcels.some(({ sent }) => sent[3]?.document.head.emsNo === 'T4612W000046')).toBe(
      true,
    );
    const kinds = { good: GOOD_KINDS, bad: BAD_KINDS };
    expect(planWorld(args, withStock(law, true), kinds).stock).toBeUndefined();
  });
});
