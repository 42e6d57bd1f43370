import { isoShanghai } from '../../base/dates.ts';
import { instantText } from '../../io/postgres.ts';
import { drawnOf, drawnParcel, grind, smallDraw } from './pick.ts';
import { changed, mendCommitments, mendDraw, mendTerms } from './rewrite-codec.ts';
import type { Cheat, CheatStage } from './stage.ts';

/** A draw with a secret by which a parcel that was drawn is spared. */
async function otherSecret(stage: CheatStage) {
  const victim = await drawnParcel(stage);
  if (victim === null) return null;
  const { draw, preNo } = victim;
  const change = grind(stage, draw, (drawn) => !drawn.includes(preNo));
  return change === null ? null : { draw, input: changed(draw, change) };
}

/** Ways to bend the seed, and what is made of it. */
export const SEED_CHEATS: readonly Cheat[] = [
  {
    name: 'secret-exchanged',
    bends: 'seed',
    does: 'shows another secret than was committed to, one that spares a parcel',
    cheat: async (stage) => {
      const spared = await otherSecret(stage);
      if (spared === null) return false;
      await mendDraw(stage.db, spared.draw, spared.input);
      return true;
    },
  },
  {
    name: 'committed-again',
    bends: 'seed',
    does: 'exchanges the secret and its commitment, so that a parcel is spared',
    cheat: async (stage) => {
      const spared = await otherSecret(stage);
      if (spared === null) return false;
      await mendCommitments(stage.db, spared.draw, spared.input);
      await mendDraw(stage.db, spared.draw, spared.input);
      return true;
    },
  },
  {
    name: 'committed-afterwards',
    bends: 'seed',
    does: 'commits to the secrets of a block when its pools are known already',
    cheat: async ({ db }) => {
      const touched = await db.execute(`
        update inspection.draw_blocks b set published_at = d.opened_at + interval '1 second',
          terms = replace(b.terms, b.terms::jsonb ->> 'commitBy', to_char(
            (d.opened_at + interval '1 second') at time zone 'Asia/Shanghai',
            'YYYY-MM-DD"T"HH24:MI:SS.MS+08:00'))
        from inspection.draws d where d.day = b.day and d.sequence = b.first`);
      return touched > 0;
    },
  },
  {
    name: 'shown-early',
    bends: 'seed',
    does: 'has the secrets shown before the registries are closed',
    cheat: async ({ db }) => {
      const touched = await db.execute(
        `update inspection.draws set revealed_at =
           array_fill(opened_at - interval '1 second', array[cardinality(secrets)])
         where (day, sequence) = (select day, sequence from inspection.draws
           where state = 'drawn' and series = 'line' order by drawn desc, sequence limit 1)`,
      );
      return touched > 0;
    },
  },
  {
    name: 'share-held-back',
    bends: 'seed',
    does: 'lets a party hold its secret back, and releases the pool that had no draw',
    cheat: async (stage) => {
      const victim = await drawnParcel(stage);
      if (victim === null) return false;
      const { draw } = victim;
      const shares = draw.input.shares.map((share, i) => {
        return i === 0 ? share : { ...share, secret: null, revealedAt: null };
      });
      await mendDraw(stage.db, draw, { ...draw.input, shares });
      await stage.db.execute(
        `update inspection.draws set revealed_at[2] = null where day = $1 and sequence = $2`,
        [draw.row.day, draw.row.sequence],
      );
      return true;
    },
  },
  {
    name: 'terms-eased',
    bends: 'seed',
    does: 'has every chance divided by two million instead of one',
    cheat: async ({ db }) => {
      await mendTerms(db, (terms) => ({
        ...terms,
        plan: terms.plan.map((one) => ({ ...one, number: 2 * one.number })),
      }));
      return true;
    },
  },
  {
    name: 'block-withdrawn',
    bends: 'seed',
    does: 'withdraws the commitments of a block that was drawn from',
    cheat: async ({ db }) => {
      const touched = await db.execute(
        `delete from inspection.draw_blocks where series = 'line' and exists (
           select from inspection.draws d where d.day = draw_blocks.day and d.sequence = first)`,
      );
      return touched > 0;
    },
  },
  {
    name: 'number-committed-twice',
    bends: 'seed',
    does: 'commits to the same numbers twice, to draw from whichever pleases',
    cheat: async ({ db, clock }) => {
      const at = clock.now() - 1;
      const touched = await db.execute(
        `insert into inspection.draw_blocks
         select day, first + 1, count, $1::timestamptz, series, zone,
           replace(terms, terms::jsonb ->> 'commitBy', $2), commitments
         from inspection.draw_blocks where series = 'line' order by day, first limit 1`,
        [instantText(at), isoShanghai(at)],
      );
      return touched > 0;
    },
  },
  {
    name: 'rewritten',
    bends: 'seed',
    does: 'rewrites secrets, commitments and draw so that all of it agrees again',
    agrees: true,
    cheat: async (stage) => {
      const draw = await smallDraw(stage);
      if (draw === null) return false;
      const same = drawnOf(draw).join();
      const change = grind(stage, draw, (drawn) => drawn.join() === same);
      if (change === null) return false;
      const input = changed(draw, change);
      await mendCommitments(stage.db, draw, input);
      await mendDraw(stage.db, draw, input);
      return true;
    },
  },
];
