import { type SeededRandom, seededRandom } from '../base/random.ts';
import type { DrawInput } from '../inspection/derive.ts';
import { makeDraw } from '../inspection/draw.ts';
import type {
  DeclaredWeight,
  DrawFile,
  DrawId,
  Officer,
  Target,
  Terms,
} from '../inspection/draw-file.ts';
import { commitmentOf, sha256 } from '../inspection/hashes.ts';

/** How large a sample is, and what it is made from. */
export type SampleSize = {
  readonly targets: number;
  readonly officers: number;
  /** Hexadecimal digits; the same ones give the same file. */
  readonly seedHex: string;
};

const ID: DrawId = { zone: 'sample', day: '2020-09-18', sequence: 1 };
const PARTIES = ['association', 'customs'] as const;
const at = (time: string) => `${ID.day}T${time}.000+08:00`;

/** Layers with the weights of their targets: two by count, and one where each has its own rate. */
const LAYERS = [
  { layer: 'certified', method: 'count', share: 100, weights: [1, 2] },
  { layer: 'general', method: 'count', share: 40, weights: [1, 3, 5] },
  { layer: 'line', method: 'rate', share: 1, weights: [5_000, 25_000, 55_000] },
] as const;
const RATE_OF = 1_000_000;

/**
 * A draw outside any zone, with made-up registries and secrets, for trying the verifiers on. Its
 * secrets follow from the seed, so nothing about it is random.
 */
export function sampleDraw({ targets, officers, seedHex }: SampleSize): DrawFile {
  const seed = sha256(`sample ${seedHex}`);
  const random = seededRandom(BigInt(`0x${seed.slice(0, 16)}`));
  const body = Array.from({ length: targets }, (_, index) => target(index, random));
  const capacity = Math.ceil(targets / (5 * officers)) + 2;
  const pool = Array.from({ length: officers }, (_, index) => officer(index, capacity, random));
  const input: DrawInput = {
    ...ID,
    terms: { publishedAt: at('08:00:00'), body: terms(body) },
    targets: { publishedAt: at('08:50:00'), body },
    officers: { publishedAt: at('08:50:00'), body: pool },
    shares: PARTIES.map((party, index) => {
      const secret = sha256(`${seed} ${party}`);
      const commitment = commitmentOf(ID, party, secret);
      const revealedAt = at(`09:00:0${index + 1}`);
      return { party, commitment, committedAt: at(`08:30:0${index}`), secret, revealedAt };
    }),
    beacon: null,
    recusals: [],
  };
  return makeDraw(input, at('09:00:03'));
}

function terms(targets: readonly Target[]): Terms {
  const plan = LAYERS.map(({ layer, method, share }) => {
    const size = targets.filter((one) => one.layer === layer).length;
    const number = method === 'rate' ? RATE_OF : Math.ceil(size / share) || 1;
    return { layer, method, number, officers: 2 as const };
  });
  return {
    plan,
    parties: PARTIES,
    commitBy: at('08:45:00'),
    revealFrom: at('09:00:00'),
    revealBy: at('09:05:00'),
    revealWithin: null,
    fallback: 'void',
    beacon: null,
  };
}

const numbered = (letter: string, index: number) =>
  `${letter}${String(index + 1).padStart(6, '0')}`;
const ENTERPRISES = 40;
const enterprise = (random: SeededRandom) => numbered('E', random.below(ENTERPRISES));

function target(index: number, random: SeededRandom): Target {
  const { layer, weights } = random.pick(LAYERS);
  return {
    id: numbered('T', index),
    layer,
    enterprise: enterprise(random),
    weight: random.pick<number>(weights),
    needs: random.chance(1, 10) ? ['food'] : [],
  };
}

function officer(index: number, capacity: number, random: SeededRandom): Officer {
  const declared: DeclaredWeight[] = [];
  if (random.chance(1, 3)) {
    declared.push({ enterprise: enterprise(random), reason: 'recent', weight: 0 });
  }
  if (random.chance(1, 10)) {
    declared.push({ enterprise: enterprise(random), reason: 'conflict', weight: 0 });
  }
  if (random.chance(1, 20)) declared.push({ enterprise: null, reason: 'offDuty', weight: 0 });
  const tags = random.chance(2, 3) ? ['food'] : [];
  return { id: numbered('O', index), tags, weight: 1, capacity, declared };
}
