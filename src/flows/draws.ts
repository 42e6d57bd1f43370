import { present } from '../base/assert.ts';
import { type BusinessDate, businessDate, type Instant, isoShanghai } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import type { DrawRef } from '../clearance/selection.ts';
import type { Numbers } from '../documents/numbers.ts';
import { type Derived, deriveDraw } from '../inspection/derive.ts';
import type { DrawId, Officer, Share, Target } from '../inspection/draw-file.ts';
import {
  type DrawBlock,
  type Revealed,
  type Series,
  type SettledRow,
  storeBlock,
  storeOpened,
  storeRevealed,
  type Tally,
  voidDraw,
} from '../inspection/epoch-store.ts';
import { publishedHash } from '../inspection/hashes.ts';
import { isLocal, type LocalParty, type SeedParty } from '../inspection/party.ts';
import { standingTerms } from '../inspection/standing-terms.ts';
import type { Clock } from '../io/clock.ts';
import { Fault } from '../io/faults.ts';
import type { Sql } from '../io/postgres.ts';

/** What is to be drawn. Registries are in the order of their ids, none twice. */
export type Wanted = {
  readonly series: Series;
  readonly zone: string;
  readonly targets: readonly Target[];
  readonly officers: readonly Officer[];
};

/** A draw that is made, and not yet settled with what follows from it. */
export type OpenedDraw = {
  readonly ref: DrawRef;
  readonly series: Series;
  readonly targets: readonly Target[];
  readonly derived: Derived;
  readonly drawnAt: Instant;
};

/**
 * The draws of one process. Each has its number, its terms and the commitments of all parties
 * before anybody knows what will be drawn from; then the registries are written, and only when they
 * are durable does a secret count. So whatever becomes of the transaction that wanted the draw,
 * there is a record of it, and nobody can draw again until it pleases.
 */
export type Draws = {
  /** @throws Fault when the registries cannot be written */
  open(wanted: Wanted): Promise<OpenedDraw>;
  /** Makes draws void whose transaction failed: parcels they had drawn are carried over. */
  abandon(draws: readonly OpenedDraw[], reason: string): Promise<void>;
};

export type DrawParts = {
  /** For single statements, each durable by itself. */
  readonly sql: Sql;
  readonly clock: Clock;
  readonly numbers: Numbers;
  /** In the order of their ids; at least two. */
  readonly parties: readonly SeedParty[];
};

/** A block that numbers are taken from, and who committed to it. */
type Standing = {
  readonly block: DrawBlock;
  readonly parties: readonly SeedParty[];
  used: number;
};

/** No draw yet. */
export function drawsOf(parts: DrawParts): Draws {
  const standing = new Map<Series, Standing>();
  const blockFor = async (series: Series, zone: string): Promise<Standing> => {
    const day = businessDate(parts.clock.now());
    const one = standing.get(series);
    if (one !== undefined && one.block.day === day && one.used < one.block.count) return one;
    const fresh = await commitBlock(parts, series, zone, day);
    standing.set(series, fresh);
    return fresh;
  };
  return {
    open: async (wanted) => {
      const one = await blockFor(wanted.series, wanted.zone);
      const place = one.used;
      one.used += 1;
      const opened = await openDraw(parts, one, place, wanted).catch((error: unknown) => {
        // No number below one that is used is left out, so the block ends where one has failed.
        if (standing.get(wanted.series) === one) standing.delete(wanted.series);
        throw error;
      });
      // Who does not show a secret is not asked to commit to the next ones before it answers again.
      if (opened.derived.outcome !== 'complete') standing.delete(wanted.series);
      return opened;
    },
    abandon: async (draws, reason) => {
      for (const { ref, series, derived } of draws) {
        const drawn = series === 'line' ? derived.result.map(({ target }) => target) : [];
        await voidDraw(parts.sql, ref, reason, drawn, parts.clock.now());
      }
    },
  };
}

/** Sources of chance without which there is no draw. */
const LEAST_PARTIES = 2;

async function commitBlock(
  { sql, clock, numbers, parties }: DrawParts,
  series: Series,
  zone: string,
  day: BusinessDate,
): Promise<Standing> {
  const taken = await numbers.take(`draw:${day}`, LIMITS.drawBlock);
  const first = Number(present(taken[0], 'the number of a draw'));
  const draws = taken.map((_, i): DrawId => ({ zone, day, sequence: first + i }));
  const asked = await Promise.allSettled(parties.map((party) => party.commit(draws)));
  const given = parties.flatMap((party, i) => {
    const answer = asked[i]!;
    return answer.status === 'fulfilled' ? [{ party, commitments: answer.value }] : [];
  });
  if (given.length < LEAST_PARTIES) throw new Fault('draw-parties', 'too few parties commit');
  const publishedAt = clock.now();
  const ids = given.map(({ party }) => party.id);
  const block: DrawBlock = {
    ...{ zone, day, first, count: draws.length, series, publishedAt },
    terms: standingTerms(series, ids, isoShanghai(publishedAt)),
    commitments: given.map(({ commitments }) => commitments),
  };
  await storeBlock(sql, block);
  return { block, parties: given.map(({ party }) => party), used: 0 };
}

async function openDraw(
  { sql, clock }: DrawParts,
  { block, parties }: Standing,
  place: number,
  { series, targets, officers }: Wanted,
): Promise<OpenedDraw> {
  const { zone, day, terms } = block;
  const id: DrawId = { zone, day, sequence: block.first + place };
  const ref: DrawRef = { day, sequence: id.sequence };
  // Registries are fixed after the commitments and before the secrets, and their times say so.
  const openedAt = Math.max(clock.now(), block.publishedAt + 1);
  const time = isoShanghai(openedAt);
  const hashes = {
    targets: publishedHash('targets', id, time, targets),
    officers: publishedHash('officers', id, time, officers),
  };
  const own = parties.every(isLocal) ? parties.map(shown(id, openedAt)) : null;
  const registries = { series, openedAt, targets, officers };
  const published = { targetsHash: hashes.targets, officersHash: hashes.officers };
  await storeOpened(sql, { ...ref, ...registries, ...published, revealed: own });
  const revealed = own ?? (await revealAll(parties, id, hashes, clock, openedAt));
  if (own === null) await storeRevealed(sql, { ...ref, revealed });
  const derived = deriveDraw({
    ...id,
    terms: { publishedAt: isoShanghai(block.publishedAt), body: terms },
    targets: { publishedAt: time, body: targets },
    officers: { publishedAt: time, body: officers },
    shares: sharesOf(block, place, revealed),
    beacon: null,
    recusals: [],
  });
  return {
    ref,
    series,
    targets,
    derived,
    drawnAt: Math.max(clock.now(), madeAt(derived, openedAt)),
  };
}

// A draw without all shares is made when none can come in time any more.
function madeAt({ outcome }: Derived, openedAt: Instant): Instant {
  return openedAt + (outcome === 'complete' ? 1 : LIMITS.drawReveal);
}

const shown =
  (id: DrawId, openedAt: Instant) =>
  (party: SeedParty & LocalParty): Revealed => ({ secret: party.show(id), at: openedAt + 1 });

function revealAll(
  parties: readonly SeedParty[],
  id: DrawId,
  hashes: { readonly targets: string; readonly officers: string },
  clock: Clock,
  openedAt: Instant,
): Promise<Revealed[]> {
  return Promise.all(
    parties.map(async (party): Promise<Revealed> => {
      const secret = await party.reveal(id, hashes);
      return secret === null ? null : { secret, at: Math.max(clock.now(), openedAt + 1) };
    }),
  );
}

function sharesOf(block: DrawBlock, place: number, revealed: readonly Revealed[]): Share[] {
  const committedAt = isoShanghai(block.publishedAt);
  return block.terms.parties.map((party, i) => {
    const shown = revealed[i] ?? null;
    return {
      party,
      commitment: block.commitments[i]?.[place] ?? null,
      committedAt,
      secret: shown?.secret ?? null,
      revealedAt: shown === null ? null : isoShanghai(shown.at),
    };
  });
}

/** Targets, weights and drawn of each layer of a draw. */
function talliesOf({ targets, derived }: OpenedDraw): Record<string, Tally> {
  const drawn = new Set(derived.result.map(({ target }) => target));
  const tallies: Record<string, Tally> = {};
  for (const { id, layer, weight } of targets) {
    const before = tallies[layer] ?? { pool: 0, weight: 0, drawn: 0 };
    tallies[layer] = {
      pool: before.pool + 1,
      weight: before.weight + weight,
      drawn: before.drawn + (drawn.has(id) ? 1 : 0),
    };
  }
  return tallies;
}

/** The row that settles a draw but for what it was drawn for. */
export function settledRow(draw: OpenedDraw): Omit<SettledRow, 'facts'> {
  const { ref, derived, drawnAt } = draw;
  const { outcome, result } = derived;
  return { ...ref, drawnAt, outcome, drawn: result.length, tallies: talliesOf(draw) };
}
