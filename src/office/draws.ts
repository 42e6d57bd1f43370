import { type Static, Type } from '@fastify/type-provider-typebox';
import { RIGHTS } from '../access/rights.ts';
import {
  addDays,
  type BusinessDate,
  businessDate,
  daysBetween,
  isBusinessDate,
  isoShanghai,
} from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import { officeFinding } from '../inspection/office-codes.ts';
import { isLikely } from '../inspection/statistics.ts';
import type { Clock } from '../io/clock.ts';
import { type OfficeApp, type OfficeParts, officerWith, schemaOf } from './http.ts';

const READ = RIGHTS['draws.compare'];
/** Days that are compared when nothing is said. */
const USUAL_DAYS = 30;

const day = (description: string) =>
  Type.Optional(Type.String({ maxLength: 10, description, examples: ['2026-11-28'] }));
const QUERY = Type.Object(
  { from: day('First day'), to: day('Last day, yesterday at the latest') },
  { additionalProperties: false },
);
const COMPARISON = Type.Object({
  cells: Type.Array(
    Type.Object({
      name: Type.String({ description: 'Layer, hour of the day, or number of an officer' }),
      observed: Type.Integer({ description: 'How often it was drawn' }),
      expected: Type.Number({ description: 'How often it had to be by the weights' }),
      variance: Type.Number(),
    }),
  ),
  small: Type.Array(Type.String(), { description: 'Cells too small to be counted' }),
  chiSquare: Type.Number(),
  degrees: Type.Integer({ description: 'Degrees of freedom; 0: too little to compare' }),
  p: Type.Number({ description: 'How often chance alone comes as far from what is expected' }),
});
const ANSWER = Type.Object({
  ok: Type.Boolean({ description: 'No comparison is rarer by chance than 1 in 1000' }),
  ...{ from: Type.String(), to: Type.String() },
  draws: Type.Object({ line: Type.Integer(), officers: Type.Integer() }),
  ...{ byLayer: COMPARISON, byHour: COMPARISON, byOfficer: COMPARISON },
});

const TALLY = {
  pool: Type.Integer({ description: 'Lists in pools' }),
  weight: Type.Number({ description: 'Sum of their weights, millionths' }),
  drawn: Type.Integer(),
};
const RATIOS = Type.Object({
  ok: Type.Boolean({ description: 'No ratio is broken' }),
  ...{ from: Type.String(), to: Type.String() },
  classes: Type.Array(Type.Object({ enterpriseClass: Type.String(), ...TALLY })),
  checks: Type.Array(
    Type.Object({
      enterpriseClass: Type.String(),
      of: Type.String({ description: 'planned, drawn' }),
      share: Type.Number(),
      bound: Type.Number({ description: 'It stays below this; of the dishonest it reaches it' }),
      possible: Type.Array(Type.Number(), { description: 'Least and most by chance' }),
      holds: Type.Union([Type.Boolean(), Type.Null()], {
        description: 'Null where there is nothing to compare with',
      }),
    }),
  ),
});
const MOST_DRAWS = 200;
const DAY_QUERY = Type.Object(
  {
    day: day('Today when nothing is said'),
    after: Type.Optional(
      Type.Integer({ minimum: 1, description: 'Number of the last draw of the page before' }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_DRAWS, default: 50 })),
  },
  { additionalProperties: false },
);
const DAY_ANSWER = Type.Object({
  day: Type.String(),
  draws: Type.Array(
    Type.Object({
      sequence: Type.Integer(),
      series: Type.String({ description: '`line`: parcels; `officers`' }),
      openedAt: Type.String({ description: 'When its registries were closed' }),
      state: Type.String({ description: '`open`, `drawn` or `void`' }),
      size: Type.Integer({ description: 'Targets' }),
      ...{ targetsHash: Type.String(), officersHash: Type.String() },
      isShowable: Type.Boolean({
        description: 'Whether its file is published: nobody in it waits to be inspected',
      }),
    }),
  ),
});

/** `/v1/office/draws`: the draws of a day, and whether those of a period look like chance. */
export function drawRoutes(app: OfficeApp, parts: DrawParts): void {
  dayRoute(app, parts);
  statisticsRoute(app, parts);
  ratiosRoute(app, parts);
}

type DrawParts = OfficeParts & { readonly clock: Clock };

function dayRoute(app: OfficeApp, parts: DrawParts): void {
  const { office, clock } = parts;
  const described = schemaOf(
    parts,
    'readDrawsOfDay',
    'List the draws of a day, the newest first: what is public of them, and whether the file of ' +
      'each is. Pages follow each other by after.',
    '列出当日的随机抽取，最新的在前，并标明抽取文件是否已公布；以 after 翻页。',
    { 200: DAY_ANSWER },
  );
  const schema = { ...described, querystring: DAY_QUERY };
  app.get('/v1/office/draws', { schema }, async (request, reply) => {
    officerWith(request, parts, RIGHTS['draws.read']);
    const today = businessDate(clock.now());
    const { day: asked = today, after = Number.MAX_SAFE_INTEGER, limit = 50 } = request.query;
    if (periodOf({ from: asked, to: asked }, today) === null) throw badPeriod(parts);
    const rows = await office.drawsOfDay(asked, Math.min(after, MOST_SEQUENCE), limit);
    const draws = rows.map(({ openedAt, day: _, ...one }) => {
      return { ...one, openedAt: isoShanghai(openedAt) };
    });
    return reply.send({ day: asked, draws });
  });
}

/** Numbers of draws are 32 bits wide. */
const MOST_SEQUENCE = 2_147_483_647;

function badPeriod({ saying }: DrawParts): Error {
  const finding = officeFinding('OFF-PERIOD', null, { days: String(LIMITS.statisticsDays) });
  return saying.fault('bad-request', [finding]);
}

function ratiosRoute(app: OfficeApp, parts: DrawParts): void {
  const { office, clock } = parts;
  const described = schemaOf(
    parts,
    'readDrawRatios',
    'Compare what was planned and drawn in a period with the statutory ratios of classes of ' +
      `enterprises. At most ${LIMITS.statisticsDays} days that are over.`,
    '将一段时间的计划与实际抽取比例同各企业类别的法定比例比较；期间须已结束。',
    { 200: RATIOS },
  );
  const schema = { ...described, querystring: QUERY };
  app.get('/v1/office/draws/ratios', { schema }, async (request, reply) => {
    officerWith(request, parts, READ);
    const period = periodOf(request.query, addDays(businessDate(clock.now()), -1));
    if (period === null) throw badPeriod(parts);
    const { classes, checks, ok } = await office.drawRatios(period);
    return reply.send({
      ...{ ok, ...period, classes: [...classes] },
      checks: checks.map((one) => ({ ...one, possible: [...one.possible] })),
    });
  });
}

function statisticsRoute(app: OfficeApp, parts: DrawParts): void {
  const { office, clock } = parts;
  const described = schemaOf(
    parts,
    'readDrawStatistics',
    'Compare what was drawn in a period with what chance does: by layer, hour and officer. ' +
      `At most ${LIMITS.statisticsDays} days that are over; the last ${USUAL_DAYS} by default.`,
    `按分层、时段、人员将一段时间的抽取结果与随机预期比较；期间须已结束，最长 ${LIMITS.statisticsDays} 天。`,
    { 200: ANSWER },
  );
  const schema = { ...described, querystring: QUERY };
  app.get('/v1/office/draws/statistics', { schema }, async (request, reply) => {
    officerWith(request, parts, READ);
    const period = periodOf(request.query, addDays(businessDate(clock.now()), -1));
    if (period === null) throw badPeriod(parts);
    const { draws, ...comparisons } = await office.drawStatistics(period);
    const ok = Object.values(comparisons).every(isLikely);
    return reply.send({ ok, ...period, draws, ...comparisons });
  });
}

/** The days that are meant; null when they are none, too many, or not over by `last`. */
function periodOf(query: Static<typeof QUERY>, last: BusinessDate) {
  const { to = last } = query;
  if (!isBusinessDate(to) || to > last) return null;
  const { from = addDays(to, 1 - USUAL_DAYS) } = query;
  if (!isBusinessDate(from) || from > to) return null;
  return daysBetween(from, to) < LIMITS.statisticsDays ? { from, to } : null;
}
