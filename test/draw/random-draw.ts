import type { SeededRandom } from '../../src/base/random.ts';
import type { DrawInput } from '../../src/inspection/derive.ts';
import { makeDraw } from '../../src/inspection/draw.ts';
import type {
  DeclaredWeight,
  DrawFile,
  DrawId,
  Officer,
  Override,
  Recusal,
  Share,
  Target,
  Terms,
} from '../../src/inspection/draw-file.ts';
import { commitmentOf, sha256 } from '../../src/inspection/hashes.ts';

const LAYERS = ['a', 'b', 'c'];
const ENTERPRISES = ['E1', 'E2', 'E3'];
const REASONS = ['conflict', 'recent', 'offDuty', 'atCapacity'] as const;

/** A time of the day of the draws: minutes after eight. */
export const at = (minute: number): string => {
  const [hours, minutes] = [8 + Math.floor(minute / 60), minute % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return `2026-11-28T${two(hours)}:${two(minutes)}:00.000+08:00`;
};

const many = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, i) => make(i));
const numbered = (letter: string, index: number) => `${letter}${String(index).padStart(3, '0')}`;

/** Small draws of every kind: parties that fail, beacons, pools that are too small, redraws. */
export function randomDraw(random: SeededRandom): DrawFile {
  const id: DrawId = { zone: 'cn-zhengzhou', day: '2026-11-28', sequence: 1 + random.below(9) };
  const terms = randomTerms(random);
  const input: DrawInput = {
    ...id,
    terms: { publishedAt: at(0), body: terms },
    targets: { publishedAt: at(50), body: many(random.below(14), (i) => randomTarget(random, i)) },
    officers: { publishedAt: at(50), body: many(random.below(9), (i) => randomOfficer(random, i)) },
    shares: terms.parties.map((party) => randomShare(random, id, party)),
    beacon: terms.beacon === null || random.chance(1, 4) ? null : sha256('beacon'),
    recusals: [],
  };
  const first = makeDraw(input, at(100));
  const recusals = randomRecusals(random, first);
  const again = makeDraw({ ...input, recusals }, at(100));
  return makeDraw({ ...input, recusals }, at(100), randomOverrides(random, again));
}

function randomTerms(random: SeededRandom): Terms {
  const plan = random.shuffle(LAYERS).map((layer) => {
    const officers = random.chance(1, 5) ? 0 : 2;
    return random.chance(2, 3)
      ? ({ layer, method: 'count', number: 1 + random.below(3), officers } as const)
      : ({ layer, method: 'rate', number: 10, officers } as const);
  });
  const timed = random.chance(1, 2);
  return {
    plan,
    parties: many(2 + random.below(2), (i) => `party-${i}`),
    commitBy: at(40),
    revealFrom: timed ? at(60) : null,
    revealBy: timed ? at(70) : null,
    revealWithin: timed ? null : 20 * 60_000,
    fallback: random.pick(['void', 'rest'] as const),
    beacon: random.chance(1, 4) ? { source: 'drand-quicknet', round: 7, at: at(80) } : null,
  };
}

function randomTarget(random: SeededRandom, index: number): Target {
  return {
    id: numbered('T', index),
    layer: random.pick(LAYERS),
    enterprise: random.pick(ENTERPRISES),
    weight: random.below(8),
    needs: random.chance(1, 6) ? ['food'] : [],
  };
}

function randomOfficer(random: SeededRandom, index: number): Officer {
  const declared: DeclaredWeight[] = many(random.below(3), () => ({
    enterprise: random.chance(1, 6) ? null : random.pick(ENTERPRISES),
    reason: random.pick(REASONS),
    weight: random.below(2),
  }));
  const tags = random.chance(2, 3) ? ['food', 'drugs'] : [];
  return {
    id: numbered('O', index),
    tags,
    weight: 1 + random.below(3),
    capacity: random.below(6),
    declared,
  };
}

function randomShare(random: SeededRandom, id: DrawId, party: string): Share {
  const secret = Buffer.from(random.bytes(32)).toString('hex');
  const commitment = commitmentOf(id, party, secret);
  const good = { party, commitment, committedAt: at(30), secret, revealedAt: at(65) };
  if (random.chance(3, 4)) return good;
  return random.pick<Share>([
    { ...good, commitment: null, committedAt: null },
    { ...good, committedAt: at(41) },
    { ...good, secret: null, revealedAt: null },
    { ...good, revealedAt: at(50) },
    { ...good, revealedAt: at(71) },
    { ...good, secret: sha256(secret) },
  ]);
}

function randomRecusals(random: SeededRandom, { result }: DrawFile): Recusal[] {
  const manned = result.filter(({ pair }) => pair.length > 0 && random.chance(1, 6));
  return manned.map(({ target, pair }, index) => {
    return { target, officer: random.pick(pair), reason: 'conflict', at: at(101 + index) };
  });
}

/** Pairs for targets that nobody can go to, mostly good; and now and then a drop. */
function randomOverrides(random: SeededRandom, file: DrawFile): Override[] {
  const short = new Set([
    ...file.result.filter(({ pair }) => pair.length === 0).map(({ target }) => target),
    ...file.redraws.filter((one) => one.replacement === null).map(({ target }) => target),
  ]);
  const by = ['chief', random.chance(1, 20) ? 'chief' : 'deputy'];
  const common = { by, grounds: '人手不足 & "urgent"', at: at(150) };
  const assigned = [...short]
    .filter(() => random.chance(2, 3))
    .map((target): Override => {
      const pair = random.shuffle(file.officers.body.map(({ id }) => id)).slice(0, 2);
      return { action: 'assign', target, pair, ...common };
    });
  const dropped = file.result.filter(() => random.chance(1, 20));
  return [
    ...assigned,
    ...dropped.map(({ target }): Override => ({ action: 'drop', target, pair: [], ...common })),
  ];
}
