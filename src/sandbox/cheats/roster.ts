import { canonicalJson } from '../../inspection/canonical-json.ts';
import type { Officer } from '../../inspection/draw-file.ts';
import { pack } from '../../io/pack.ts';
import { changed, type Drawn, mendDraw, readDraw } from './rewrite-codec.ts';
import type { Cheat, CheatStage } from './stage.ts';
import { sendOfficers } from './zone.ts';

const SENT = `
  select day, sequence from inspection.draws where series = 'officers' and state = 'drawn'
  order by day, sequence limit 1`;

async function sentDraw({ db }: CheatStage): Promise<Drawn | null> {
  const [row] = await db.query<{ day: string; sequence: number }>(SENT);
  return row === undefined ? null : readDraw(db, row.day, row.sequence);
}

/** Writes another roster into a draw, and nothing else. */
async function withRoster(
  stage: CheatStage,
  change: (officers: readonly Officer[], first: string) => Officer[],
): Promise<boolean> {
  const draw = await sentDraw(stage);
  const first = draw?.derived.result[0]?.pair[0];
  if (draw === null || first === undefined) return false;
  const officers = change(draw.input.officers.body, first);
  await stage.db.execute(
    'update inspection.draws set officers = $3 where day = $1 and sequence = $2',
    [draw.row.day, draw.row.sequence, pack(canonicalJson(officers))],
  );
  return true;
}

/** Ways to bend who inspects. */
export const ROSTER_CHEATS: readonly Cheat[] = [
  {
    name: 'roster-shortened',
    bends: 'roster',
    does: 'takes an officer out of the roster when the draw has named them',
    cheat: (stage) =>
      withRoster(stage, (officers, first) => officers.filter(({ id }) => id !== first)),
  },
  {
    name: 'off-duty-afterwards',
    bends: 'roster',
    does: 'says of an officer that the draw has named that they were off duty',
    cheat: (stage) =>
      withRoster(stage, (officers, first) =>
        officers.map((one): Officer => {
          const declared = [{ enterprise: null, reason: 'offDuty' as const, weight: 0 }];
          return one.id === first ? { ...one, declared } : one;
        }),
      ),
  },
  {
    name: 'licence-lent',
    bends: 'roster',
    does: 'takes from an officer the licence that a parcel asks for',
    cheat: (stage) =>
      withRoster(stage, (officers, first) =>
        officers.map((one) => (one.id === first ? { ...one, tags: [] } : one)),
      ),
  },
  {
    name: 'roster-rewritten',
    bends: 'roster',
    does: 'takes an officer out of the roster and mends the draw so that all of it agrees',
    agrees: true,
    cheat: async (stage) => {
      const draw = await sentDraw(stage);
      const first = draw?.derived.result[0]?.pair[0];
      if (draw === null || first === undefined) return false;
      const officers = draw.input.officers.body.filter(({ id }) => id !== first);
      await mendDraw(stage.db, draw, changed(draw, { officers }));
      return true;
    },
  },
  {
    name: 'pair-drawn-again',
    bends: 'roster',
    does: 'draws other officers for parcels that had theirs, and sends these',
    cheat: async (stage) => {
      if ((await sentDraw(stage)) === null) return false;
      await sendOfficers(await stage.process(), stage.zone);
      return true;
    },
  },
  {
    name: 'pairs-tried',
    bends: 'roster',
    does: 'draws officers many times and makes each draw void until the pair pleases',
    cheat: async (stage) => {
      const draw = await sentDraw(stage);
      if (draw === null) return false;
      const { draws } = await stage.process();
      const { targets, officers } = draw.input;
      for (let i = 0; i < 10; i += 1) {
        const wanted = { series: 'officers', zone: stage.zone } as const;
        const pool = { targets: targets.body, officers: officers.body };
        await draws.abandon([await draws.open({ ...wanted, ...pool })], 'tried');
      }
      return true;
    },
  },
];
