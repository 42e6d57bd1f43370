import { type Static, Type } from '@fastify/type-provider-typebox';
import {
  addDays,
  type BusinessDate,
  businessDate,
  daysBetween,
  isBusinessDate,
} from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import { officeFinding } from '../inspection/office-codes.ts';
import { isLikely } from '../inspection/statistics.ts';
import type { Clock } from '../io/clock.ts';
import { type OfficeApp, type OfficeParts, officerWith, schemaOf } from './http.ts';

const READ = ['supervisor', 'operator', 'auditor'] as const;
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

/** `/v1/office/draws`: whether the draws of a period look like chance. */
export function drawRoutes(app: OfficeApp, parts: OfficeParts & { readonly clock: Clock }): void {
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
    if (period === null) {
      const finding = officeFinding('OFF-PERIOD', null, { days: String(LIMITS.statisticsDays) });
      throw parts.saying.fault('bad-request', [finding]);
    }
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
