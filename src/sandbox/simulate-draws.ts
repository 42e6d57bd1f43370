import type { BusinessDate } from '../base/dates.ts';
import { type SeededRandom, seededRandom } from '../base/random.ts';
import { type Classed, classify } from '../inspection/classify.ts';
import { type DrawInput, deriveDraw } from '../inspection/derive.ts';
import type { Target, Terms } from '../inspection/draw-file.ts';
import { commitmentOf, sha256 } from '../inspection/hashes.ts';
import type { LayerTallies, PoolTally } from '../inspection/ratios.ts';
import { covers } from '../registry/dated.ts';
import type { CreditClass } from '../registry/enterprise.ts';
import type { ProfileIndex } from '../registry/profile-lookup.ts';

/** A simulation of the line: so many parcels by the law of one day, in draws of `EPOCH`. */
export type Simulation = {
  readonly index: ProfileIndex;
  readonly date: BusinessDate;
  readonly parcels: number;
  readonly seed: bigint;
  readonly onProgress?: (done: number) => void;
};

/** Targets of one draw. */
const EPOCH = 500;
const PARTIES = ['association', 'customs'] as const;

/** Sellers of the simulation in a hundred: classes as they are met, the dishonest more often. */
const SELLERS: readonly (readonly [CreditClass, number])[] = [
  ['ADV', 15],
  ['GEN_CERT', 20],
  ['GENERAL', 60],
  ['DISHONEST', 5],
];
const SELLER_CLASSES = SELLERS.flatMap(([one, count]) => Array<CreditClass>(count).fill(one));

/**
 * Classes made-up parcels and draws from them as the platform does, draw by draw; the same
 * arguments give the same counts. A law without classes gives none.
 */
export function simulateDraws({
  index,
  date,
  parcels,
  seed,
  onProgress,
}: Simulation): LayerTallies {
  const random = seededRandom(seed);
  const goods = index.profile.positiveList.filter((line) => covers(line, date));
  const tallies = new Map<string, PoolTally>();
  for (let done = 0; done < parcels; done += EPOCH) {
    const size = Math.min(EPOCH, parcels - done);
    const targets = Array.from({ length: size }, (_, place) => {
      const creditClass = random.pick(SELLER_CLASSES);
      const classed = classifyOne(creditClass, random.pick(goods).hs8, { index, date, random });
      return classed === null ? [] : [target(done + place, creditClass, classed)];
    }).flat();
    if (targets.length === 0) break;
    count(tallies, targets, drawOne(done / EPOCH + 1, date, targets, seed));
    onProgress?.(done + size);
  }
  return tallies;
}

type World = {
  readonly index: ProfileIndex;
  readonly date: BusinessDate;
  readonly random: SeededRandom;
};

function classifyOne(creditClass: CreditClass, hs8: string, world: World): Classed | null {
  const { index, date, random } = world;
  const enterpriseOf = () => ({ creditClass, overseas: false });
  // One parcel in ten is of a seller in whose parcels something was found, up to three times.
  const hits = random.chance(1, 10) ? 1 + random.below(3) : 0;
  const list = { ebcCode: creditClass, agentCode: creditClass, lines: [{ gcode: `${hs8}00` }] };
  return classify(list, { enterpriseOf, index, date, hits });
}

function target(index: number, enterprise: string, classed: Classed): Target {
  const { enterpriseClass, goodsClass, weight, needs } = classed;
  const layer = `${enterpriseClass}.${goodsClass}`;
  return { id: `B${String(index).padStart(9, '0')}`, layer, enterprise, weight, needs };
}

/** The ids that one draw of the day chooses; its secrets follow from the seed. */
function drawOne(
  sequence: number,
  day: BusinessDate,
  targets: readonly Target[],
  seed: bigint,
): Set<string> {
  const id = { zone: 'simulation', day, sequence };
  const at = (time: string) => `${day}T${time}.000+08:00`;
  const input: DrawInput = {
    ...id,
    terms: { publishedAt: at('08:00:00'), body: terms(targets, at) },
    targets: { publishedAt: at('09:00:00'), body: targets },
    officers: { publishedAt: at('09:00:00'), body: [] },
    shares: PARTIES.map((party) => {
      const secret = sha256(`${seed} ${sequence} ${party}`);
      const commitment = commitmentOf(id, party, secret);
      return { party, commitment, committedAt: at('08:30:00'), secret, revealedAt: at('09:00:01') };
    }),
    beacon: null,
    recusals: [],
  };
  return new Set(deriveDraw(input).result.map((drawn) => drawn.target));
}

function terms(targets: readonly Target[], at: (time: string) => string): Terms {
  const layers = [...new Set(targets.map(({ layer }) => layer))].sort();
  return {
    plan: layers.map((layer) => ({ layer, method: 'rate', number: 1_000_000, officers: 0 })),
    parties: PARTIES,
    commitBy: at('08:45:00'),
    revealFrom: null,
    revealBy: null,
    revealWithin: 60_000,
    fallback: 'void',
    beacon: null,
  };
}

function count(
  tallies: Map<string, PoolTally>,
  targets: readonly Target[],
  drawn: ReadonlySet<string>,
): void {
  for (const { id, layer, weight } of targets) {
    const before = tallies.get(layer) ?? { pool: 0, weight: 0, drawn: 0 };
    tallies.set(layer, {
      pool: before.pool + 1,
      weight: before.weight + weight,
      drawn: before.drawn + (drawn.has(id) ? 1 : 0),
    });
  }
}
