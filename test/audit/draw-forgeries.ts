import { present } from '../../src/base/assert.ts';
import { keepDrawDay, officersOfDay } from '../../src/inspection/draw-days.ts';
import type { Target } from '../../src/inspection/draw-file.ts';
import type { Sql } from '../../src/io/postgres.ts';
import {
  changed,
  LOOK,
  mendDraw,
  mendLook,
  readDraw,
} from '../../src/sandbox/cheats/rewrite-codec.ts';

type Spared = { listNo: string; preNo: string; day: string; sequence: number };

/** A parcel that was in a pool, not drawn, and released. */
const SPARED = `
  select list_no as "listNo", pre_no as "preNo", d.day, d.sequence
  from clearance.cases c join inspection.draws d on d.stream = c.stream
    and d.facts_sequence = c.sequence
  where c.state = '800' order by list_no limit 1`;

async function spared(tx: Sql): Promise<Spared> {
  const [row] = await tx.query<Spared>(SPARED);
  return present(row, 'a parcel that was not drawn');
}

/** Writes another pool and mends all of its draw. */
async function withPool(
  tx: Sql,
  { day, sequence, preNo }: Spared,
  change: (own: Target) => Target[],
): Promise<void> {
  const draw = present(await readDraw(tx, day, sequence), 'a draw');
  const targets = draw.input.targets.body
    .flatMap((one) => (one.id === preNo ? change(one) : [one]))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  await mendDraw(tx, draw, changed(draw, { targets }));
  await addUpAgain(tx, day);
}

/** Whoever alters a draw alters what is kept of its day. */
async function addUpAgain(tx: Sql, day: string): Promise<void> {
  for (const table of ['draw_days', 'draw_sums', 'draw_chances']) {
    await tx.execute(`delete from inspection.${table} where day = $1::date`, [day]);
  }
  await keepDrawDay(tx, day, await officersOfDay(tx, day));
}

type Forgery = readonly [title: string, laws: string, change: (tx: Sql) => Promise<void>];

/** Pools and looks that are altered so that the draw itself agrees again. */
export const DRAW_FORGERIES: readonly Forgery[] = [
  [
    'a parcel is taken out of its pool',
    'pools inspections',
    async (tx) => withPool(tx, await spared(tx), () => []),
  ],
  [
    'a pool has a parcel that was not decided',
    'pools inspections',
    async (tx) => withPool(tx, await spared(tx), (own) => [own, { ...own, id: 'Z0' }]),
  ],
  [
    'a parcel weighs less in its pool',
    'pools inspections',
    async (tx) => withPool(tx, await spared(tx), (own) => [{ ...own, weight: own.weight - 1 }]),
  ],
  [
    'a parcel is of another enterprise in its pool',
    'pools inspections',
    async (tx) => withPool(tx, await spared(tx), (own) => [{ ...own, enterprise: 'X' }]),
  ],
  [
    'a pool has a parcel twice',
    'draws pools inspections',
    async (tx) => withPool(tx, await spared(tx), (own) => [own, own]),
  ],
  [
    'a decision says that nobody looked',
    'pools',
    async (tx) => mendLook(tx, (await spared(tx)).listNo, null),
  ],
  [
    'a decision has a smaller chance, and its pool too',
    'pools inspections',
    async (tx) => {
      const one = await spared(tx);
      await withPool(tx, one, (own) => [{ ...own, weight: 1 }]);
      await mendLook(tx, one.listNo, (look) => {
        look[LOOK.weight] = 1;
      });
    },
  ],
  [
    'a decision has another class',
    'pools',
    async (tx) =>
      mendLook(tx, (await spared(tx)).listNo, (look) => {
        look[LOOK.class] = 'ADV';
      }),
  ],
  [
    'a decision says that it was targeted',
    'pools',
    async (tx) =>
      mendLook(tx, (await spared(tx)).listNo, (look) => {
        look[LOOK.label] = 'targeted';
      }),
  ],
];
