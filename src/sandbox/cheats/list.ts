import type { Target } from '../../inspection/draw-file.ts';
import { layerOf, MILLION } from '../../inspection/standing-terms.ts';
import { drawnParcel, sparedParcel } from './pick.ts';
import { changed, LOOK, mendDraw, mendLook } from './rewrite-codec.ts';
import type { Cheat, CheatStage } from './stage.ts';

/** A draw anew, with other targets. */
async function withTargets(
  stage: CheatStage,
  find: typeof drawnParcel,
  change: (targets: readonly Target[], own: Target) => Target[],
): Promise<boolean> {
  const victim = await find(stage);
  if (victim === null) return false;
  const { draw, target } = victim;
  const targets = change(draw.input.targets.body, target).sort((a, b) => (a.id < b.id ? -1 : 1));
  await mendDraw(stage.db, draw, changed(draw, { targets }));
  return true;
}

/** Ways to bend the pool of a draw, and what is known of each parcel in it. */
export const POOL_CHEATS: readonly Cheat[] = [
  {
    name: 'target-dropped',
    bends: 'list',
    does: 'takes a parcel out of the pool that would be drawn, and mends every hash',
    cheat: (stage) =>
      withTargets(stage, drawnParcel, (targets, own) => targets.filter((one) => one !== own)),
  },
  {
    name: 'stranger-added',
    bends: 'list',
    does: 'puts a parcel into the pool that there is not, which moves what comes behind it',
    cheat: (stage) =>
      withTargets(stage, drawnParcel, (targets, own) => [...targets, { ...own, id: 'A0' }]),
  },
  {
    name: 'weight-lowered',
    bends: 'list',
    does: 'lowers the weight of a parcel in the pool, and mends every hash',
    cheat: (stage) =>
      withTargets(stage, drawnParcel, (targets, own) =>
        targets.map((one) => (one === own ? { ...one, weight: 0 } : one)),
      ),
  },
  {
    name: 'chance-lowered',
    bends: 'list',
    does: 'gives a seller a smaller chance than the law, in the pool and in the decision',
    cheat: async (stage) => {
      const victim = await sparedParcel(stage);
      if (victim === null) return false;
      const { draw, target, listNo } = victim;
      const targets = draw.input.targets.body.map((one) =>
        one === target ? { ...one, weight: 1 } : one,
      );
      await mendDraw(stage.db, draw, changed(draw, { targets }));
      await mendLook(stage.db, listNo, (look) => {
        look[LOOK.weight] = 1;
      });
      return true;
    },
  },
  {
    name: 'class-raised',
    bends: 'list',
    does: 'treats a seller as certified that is not, in the pool and in the decision',
    cheat: async (stage) => {
      const victim = await sparedParcel(stage);
      if (victim === null) return false;
      const { draw, target, listNo } = victim;
      const isCertified = target.layer.startsWith('ADV.');
      const other = isCertified ? 'ROUTINE' : 'ADV';
      const layer = layerOf(other, target.layer.split('.')[1]!);
      const targets = draw.input.targets.body.map((one) =>
        one === target ? { ...one, layer } : one,
      );
      await mendDraw(stage.db, draw, changed(draw, { targets }));
      await mendLook(stage.db, listNo, (look) => {
        look[LOOK.class] = other;
      });
      return true;
    },
  },
  {
    name: 'not-looked-at',
    bends: 'list',
    does: 'keeps a parcel out of the pool and leaves out how it was looked at',
    cheat: async (stage) => {
      const victim = await sparedParcel(stage);
      if (victim === null) return false;
      const { draw, target, listNo } = victim;
      const targets = draw.input.targets.body.filter((one) => one !== target);
      await mendDraw(stage.db, draw, changed(draw, { targets }));
      await mendLook(stage.db, listNo, null);
      return true;
    },
  },
  {
    name: 'called-targeted',
    bends: 'list',
    does: 'calls a drawn parcel targeted, so that it is not counted among the random ones',
    cheat: async (stage) => {
      const victim = await drawnParcel(stage);
      if (victim === null) return false;
      const { listNo } = victim;
      await stage.db.execute(
        `update inspection.inspections set label = 'targeted' where list_no = $1`,
        [listNo],
      );
      await mendLook(stage.db, listNo, (look) => {
        look[LOOK.label] = 'targeted';
      });
      return true;
    },
  },
  {
    name: 'left-open',
    bends: 'list',
    does: 'leaves a draw open whose result does not please, as if it had come to nothing',
    cheat: async (stage) => {
      const victim = await drawnParcel(stage);
      if (victim === null) return false;
      const { day, sequence } = victim.draw.row;
      const touched = await stage.db.execute(
        `update inspection.draws set state = 'open', drawn_at = null, outcome = null, drawn = null,
           stream = null, facts_sequence = null, tallies = '{}'
         where day = $1 and sequence = $2`,
        [day, sequence],
      );
      return touched === 1;
    },
  },
];

/** Milliseconds by which a draw was before the one that was let hold. */
const BEFORE = 30_000;
/** Draws until a parcel is drawn that has a chance of a fourth. */
const TRIES = 200;

/** Draws before the one that holds, until a spared parcel is drawn; then this one is made void. */
async function drawBefore(stage: CheatStage, carries: boolean): Promise<boolean> {
  const victim = await sparedParcel(stage);
  if (victim === null) return false;
  const { row, input } = victim.draw;
  stage.clock.set(row.openedAt - BEFORE);
  const { draws } = await stage.process();
  const layer = victim.target.layer;
  const pool: Target[] = [{ ...victim.target, layer, weight: MILLION / 4 }];
  for (let i = 0; i < TRIES; i += 1) {
    const one = await draws.open({
      ...{ series: 'line', zone: input.zone, targets: pool, officers: [] },
    });
    await draws.abandon([one], 'tried again');
    if (one.derived.result.length === 0) continue;
    if (!carries) {
      const where = [victim.preNo];
      await stage.db.execute('delete from inspection.carried where pre_no = $1', where);
    }
    return true;
  }
  return false;
}

/** Ways to draw more often than once, and to let what was drawn disappear. */
export const AGAIN_CHEATS: readonly Cheat[] = [
  {
    name: 'drawn-until-it-pleases',
    bends: 'list',
    does: 'draws for a parcel again until it is spared, and forgets that it had been drawn',
    cheat: (stage) => drawBefore(stage, false),
  },
  {
    name: 'drawn-and-released',
    bends: 'list',
    does: 'makes a draw void that had drawn a parcel, carries it over and releases it all the same',
    cheat: (stage) => drawBefore(stage, true),
  },
  {
    name: 'carried-forgotten',
    bends: 'list',
    does: 'forgets what a void draw had drawn',
    cheat: async ({ db }) => (await db.execute('delete from inspection.carried')) > 0,
  },
  {
    name: 'number-skipped',
    bends: 'list',
    does: 'erases a draw that did not please, and draws with the next number',
    cheat: async (stage) => {
      const { draws } = await stage.process();
      const victim = await sparedParcel(stage);
      if (victim === null) return false;
      const wanted = { series: 'line', zone: stage.zone, officers: [] } as const;
      const pool = [{ ...victim.target, id: 'B0', weight: 0 }];
      const first = await draws.open({ ...wanted, targets: pool });
      await draws.abandon([await draws.open({ ...wanted, targets: pool }), first], 'tried');
      return eraseDraw(stage, first.ref);
    },
  },
  {
    name: 'draw-erased',
    bends: 'list',
    does: 'draws, ends the process before anything is decided, erases the draw and begins anew',
    agrees: true,
    begin: async (stage) => {
      const { draws } = await stage.process();
      const victim = await sparedParcel(stage);
      if (victim === null) return;
      const targets = [{ ...victim.target, id: 'B0', weight: MILLION }];
      const wanted = { series: 'line', zone: stage.zone, targets, officers: [] } as const;
      await draws.abandon([await draws.open(wanted)], 'process ended');
    },
    cheat: async (stage) => {
      const [last] = await stage.db.query<{ day: string; sequence: number }>(
        `select day, sequence from inspection.draws where reason = 'process ended'`,
      );
      return last !== undefined && (await eraseDraw(stage, last));
    },
  },
];

async function eraseDraw(
  { db }: CheatStage,
  { day, sequence }: { readonly day: string; readonly sequence: number },
): Promise<boolean> {
  await db.execute('delete from inspection.carried where day = $1 and sequence = $2', [
    day,
    sequence,
  ]);
  const gone = await db.execute('delete from inspection.draws where day = $1 and sequence = $2', [
    day,
    sequence,
  ]);
  return gone === 1;
}

/** Ways to let others be inspected than were drawn. */
export const INSPECTION_CHEATS: readonly Cheat[] = [
  {
    name: 'inspection-added',
    bends: 'list',
    does: 'has a parcel inspected that was not drawn, and calls it random',
    cheat: async (stage) => {
      const [drawn, spared] = [await drawnParcel(stage), await sparedParcel(stage)];
      if (drawn === null || spared === null) return false;
      const touched = await stage.db.execute(
        `insert into inspection.inspections
         select (jsonb_populate_record(i, jsonb_build_object('list_no', $2::text,
           'pre_no', $3::text, 'drawn_sequence', $4::integer))).*
         from inspection.inspections i where list_no = $1`,
        [drawn.listNo, spared.listNo, spared.preNo, spared.draw.row.sequence],
      );
      return touched === 1;
    },
  },
  {
    name: 'inspection-dropped',
    bends: 'list',
    does: 'takes away the inspection of a drawn parcel',
    cheat: (stage) => dropInspection(stage),
  },
  {
    name: 'drawn-parcel-released',
    bends: 'list',
    does: 'releases a drawn parcel that nobody has inspected',
    cheat: async (stage) => {
      const victim = await drawnParcel(stage);
      if (victim === null) return false;
      const released = `update clearance.cases set state = '800', codes = '{}' where list_no = $1`;
      await stage.db.execute(released, [victim.listNo]);
      return true;
    },
  },
  {
    name: 'finding-forgotten',
    bends: 'list',
    does: 'says that an inspection found nothing, so that its seller keeps a small chance',
    cheat: async ({ db }) => {
      const touched = await db.execute(
        `update inspection.inspections set outcome = 'release' where outcome <> 'release'`,
      );
      return touched > 0;
    },
  },
  {
    name: 'finding-moved',
    bends: 'list',
    does: 'says that findings are older than they are, so that they count no more',
    cheat: async ({ db }) => {
      const touched = await db.execute(
        `update inspection.inspections set concluded_at = concluded_at - interval '2 years'
         where outcome <> 'release'`,
      );
      return touched > 0;
    },
  },
];

async function dropInspection(stage: CheatStage): Promise<boolean> {
  const victim = await drawnParcel(stage);
  if (victim === null) return false;
  const gone = 'delete from inspection.inspections where list_no = $1';
  return (await stage.db.execute(gone, [victim.listNo])) > 0;
}
