import { isoShanghai } from '../../base/dates.ts';
import { assignOfficers } from '../../flows/assign-officers.ts';
import { canonicalJson } from '../../inspection/canonical-json.ts';
import { deriveDraw } from '../../inspection/derive.ts';
import type { Officer } from '../../inspection/draw-file.ts';
import { addOverride, addPairs, addRecusal } from '../../inspection/pair-store.ts';
import { pack } from '../../io/pack.ts';
import { changed, type Drawn, mendDraw, readDraw } from './rewrite-codec.ts';
import type { Cheat, CheatStage } from './stage.ts';

const SENT = `
  select day, sequence from inspection.draws
  where series = 'officers' and state = 'drawn' and drawn > 0
  order by day, sequence limit 1`;

async function sentDraw({ db }: CheatStage): Promise<Drawn | null> {
  const [row] = await db.query<{ day: string; sequence: number }>(SENT);
  return row === undefined ? null : readDraw(db, row.day, row.sequence);
}

/** A parcel, two officers who were not drawn for it, and a time after the draw. */
async function pairOfChoice(stage: CheatStage) {
  const draw = await sentDraw(stage);
  const [drawn] = draw?.derived.result ?? [];
  const others = draw?.input.officers.body.filter(({ id }) => !drawn?.pair.includes(id)) ?? [];
  const pair = others.slice(0, 2).map(({ id }) => id);
  if (draw === null || drawn === undefined || pair.length < 2) return null;
  const { day, sequence, openedAt } = draw.row;
  return { ref: { day, sequence }, target: drawn.target, pair, at: openedAt + 60_000 };
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

/** Changes rows that are never changed: who owns the database can switch off what holds them. */
async function unkept({ db }: CheatStage, change: string): Promise<void> {
  await db.script(`
    alter table inspection.pairs disable trigger keep;
    ${change};
    alter table inspection.pairs enable trigger keep`);
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
      stage.clock.advance(60_000);
      await unkept(
        stage,
        `
        delete from inspection.pairs;
        update inspection.inspections set state = 'arrived', assigned_at = null,
          officers_day = null, officers_sequence = null where state = 'assigned'`,
      );
      return (await assignOfficers(await stage.process())).assigned > 0;
    },
  },
  {
    name: 'pair-swapped',
    bends: 'roster',
    does: 'sends another officer than was drawn, and says that it was this one',
    cheat: async (stage) => {
      const draw = await sentDraw(stage);
      const [first, second] = draw?.derived.result[0]?.pair ?? [];
      const other = draw?.input.officers.body.find(({ id }) => id !== first && id !== second);
      if (first === undefined || other === undefined) return false;
      await unkept(
        stage,
        `update inspection.pairs set second = '${other.id}'
        where list_no = '${draw?.derived.result[0]?.target}'`,
      );
      return true;
    },
  },
  {
    name: 'replacement-chosen',
    bends: 'roster',
    does: 'has an officer stand back, and one of choice stand in for them',
    cheat: async (stage) => {
      const draw = await sentDraw(stage);
      const [drawn] = draw?.derived.result ?? [];
      const [first, second] = drawn?.pair ?? [];
      if (draw === null || drawn === undefined || first === undefined) return false;
      const at = draw.row.openedAt + 60_000;
      const recusal = { target: drawn.target, officer: first, reason: 'conflict' as const };
      const input = { ...draw.input, recusals: [{ ...recusal, at: isoShanghai(at) }] };
      const due = deriveDraw(input).redraws[0]?.replacement;
      const others = draw.input.officers.body.map(({ id }) => id);
      const chosen = others.find((id) => ![first, second, due].includes(id));
      if (chosen === undefined || second === undefined) return false;
      const { day, sequence } = draw.row;
      await addRecusal(stage.db, { day, sequence }, 1, { ...recusal, at, replacement: chosen });
      const sent = { listNo: drawn.target, serial: 1, pair: [chosen, second] };
      await addPairs(stage.db, [sent], 'redrawn', at);
      return true;
    },
  },
  {
    name: 'override-by-one',
    bends: 'roster',
    does: 'sends officers of choice beside the draw, decided by one person who signs twice',
    cheat: async (stage) => {
      const choice = await pairOfChoice(stage);
      if (choice === null) return false;
      const { ref, target, pair, at } = choice;
      const by = ['4612011', '4612011'];
      const override = { action: 'assign', target, pair, by, grounds: '调整' } as const;
      await addOverride(stage.db, ref, 1, { ...override, at });
      await addPairs(stage.db, [{ listNo: target, serial: 1, pair }], 'override', at);
      return true;
    },
  },
  {
    name: 'pair-without-override',
    bends: 'roster',
    does: 'sends officers of choice beside the draw, and nobody has decided that',
    cheat: async (stage) => {
      const choice = await pairOfChoice(stage);
      if (choice === null) return false;
      const { target, pair, at } = choice;
      await addPairs(stage.db, [{ listNo: target, serial: 1, pair }], 'override', at);
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
