import { Type } from '@fastify/type-provider-typebox';
import {
  STATISTICS_FORMS,
  type StatisticsForm,
  statisticsForm,
  statisticsText,
  TRADES,
  type Way,
} from '../flows/statistics.ts';
import { readMonth } from '../statistics/asked.ts';
import type { Dimension } from '../statistics/trade.ts';
import type { App, Parts } from './app.ts';
import { requestFinding, WindowFault } from './problem.ts';
import { publicBound } from './public-bound.ts';
import { found, schemasUnder } from './route.ts';
import { NOT_FOUND, PROBLEM_ANSWERS } from './schemas.ts';

const ANSWERS = { ...NOT_FOUND, 429: PROBLEM_ANSWERS[429] };

const oneOf = <T extends string>(words: readonly T[]) =>
  Type.Unsafe<T>(Type.String({ enum: [...words] }));

const queryOf = (way: Way) =>
  Type.Object(
    {
      month: Type.String({ description: 'A month that is over', examples: ['2026-10'] }),
      by: oneOf<Dimension>(TRADES[way].open),
      format: Type.Optional(oneOf<StatisticsForm>(STATISTICS_FORMS)),
    },
    { additionalProperties: false },
  );

const MONTH = requestFinding(
  'REQ-MONTH',
  { zh: '不是有效月份', en: 'there is no such month' },
  { path: 'month', hint: 'Write months as 2026-10.', hintZh: '月份写作 2026-10。' },
);

const MEDIA = {
  200: {
    description: 'The table',
    content: {
      'application/vnd.sdmx.data+json': { schema: {} },
      'text/csv': { schema: Type.String() },
    },
  },
};

const SCHEMAS = {
  exports: schemasUnder('exports', ANSWERS)(
    'readPublicExportStatistics',
    'Monthly statistics of exports, without enterprises: numbers of fewer than three of them ' +
      'are shown together. SDMX-JSON 2.0, or CSV with format=csv or Accept: text/csv. There ' +
      'when the month is over. Needs no token.',
    '出口月度统计（不含企业信息，不足三家企业的数据合并公布）；当月结束后公布，无需令牌。',
    MEDIA,
  ),
  imports: schemasUnder('imports', ANSWERS)(
    'readPublicImportStatistics',
    'Monthly statistics of released imports with their tax, without enterprises: numbers of ' +
      'fewer than three of them are shown together. SDMX-JSON 2.0, or CSV with format=csv or ' +
      'Accept: text/csv. There when the month is over and counted. Needs no token.',
    '进口月度统计及税款（不含企业信息，不足三家企业的数据合并公布）；当月结束后公布，无需令牌。',
    MEDIA,
  ),
};

/** Statistics of exports and imports, for everybody. */
export function statisticsRoutes(app: App, { platform, clock }: Parts): void {
  // In an instance of its own, so that the bound holds for these addresses alone.
  void app.register(async (open) => {
    const bound = publicBound(clock);
    open.addHook('onRequest', async (request) => bound(request));
    for (const way of ['exports', 'imports'] as const) {
      const queried = { schema: { ...SCHEMAS[way], querystring: queryOf(way) } };
      (open as unknown as App).get(
        `/v1/public/${way}/statistics`,
        queried,
        async (request, reply) => {
          const { month, by, format } = request.query;
          const asked = readMonth(month);
          if (asked === null) throw new WindowFault('bad-request', [MONTH]);
          const view = found(await platform.publicRecord.statistics(way, asked, by));
          const form = statisticsForm(format, request.headers.accept);
          const { type, text } = statisticsText(view, form);
          return reply.type(type).serializer(String).send(text);
        },
      );
    }
  });
}
