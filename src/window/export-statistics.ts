import { Type } from '@fastify/type-provider-typebox';
import { readMonth } from '../export/statistics/asked.ts';
import { PUBLIC_DIMENSIONS, type PublicDimension } from '../export/statistics/veil.ts';
import {
  STATISTICS_FORMS,
  type StatisticsForm,
  statisticsForm,
  statisticsText,
} from '../flows/export-statistics.ts';
import type { App, Parts } from './app.ts';
import { requestFinding, WindowFault } from './problem.ts';
import { publicBound } from './public-bound.ts';
import { found, schemasUnder } from './route.ts';
import { NOT_FOUND, PROBLEM_ANSWERS } from './schemas.ts';

const schemaOf = schemasUnder('exports', { ...NOT_FOUND, 429: PROBLEM_ANSWERS[429] });

const oneOf = <T extends string>(words: readonly T[]) =>
  Type.Unsafe<T>(Type.String({ enum: [...words] }));

const QUERY = Type.Object(
  {
    month: Type.String({ description: 'A month that is over', examples: ['2026-10'] }),
    by: oneOf<PublicDimension>(PUBLIC_DIMENSIONS),
    format: Type.Optional(oneOf<StatisticsForm>(STATISTICS_FORMS)),
  },
  { additionalProperties: false },
);

const MONTH = requestFinding(
  'REQ-MONTH',
  { zh: '不是有效月份', en: 'there is no such month' },
  { path: 'month', hint: 'Write months as 2026-10.', hintZh: '月份写作 2026-10。' },
);

/** Statistics of exports, for everybody. */
export function exportStatisticsRoute(app: App, { platform, clock }: Parts): void {
  // In an instance of its own, so that the bound holds for this address alone.
  void app.register(async (open) => {
    const bound = publicBound(clock);
    open.addHook('onRequest', async (request) => bound(request));
    const schema = schemaOf(
      'readPublicExportStatistics',
      'Monthly statistics of exports, without enterprises: numbers of fewer than three of them ' +
        'are shown together. SDMX-JSON 2.0, or CSV with format=csv or Accept: text/csv. There ' +
        'when the month is over. Needs no token.',
      '出口月度统计（不含企业信息，不足三家企业的数据合并公布）；当月结束后公布，无需令牌。',
      {
        200: {
          description: 'The table',
          content: {
            'application/vnd.sdmx.data+json': { schema: {} },
            'text/csv': { schema: Type.String() },
          },
        },
      },
    );
    const queried = { schema: { ...schema, querystring: QUERY } };
    (open as unknown as App).get(
      '/v1/public/exports/statistics',
      queried,
      async (request, reply) => {
        const { month, by, format } = request.query;
        const asked = readMonth(month);
        if (asked === null) throw new WindowFault('bad-request', [MONTH]);
        const view = found(await platform.publicRecord.exports(asked, by));
        const form = statisticsForm(format, request.headers.accept);
        const { type, text } = statisticsText(view, form);
        return reply.type(type).serializer(String).send(text);
      },
    );
  });
}
