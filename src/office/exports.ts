import { Type } from '@fastify/type-provider-typebox';
import type { Finding } from '../base/finding.ts';
import { DIMENSIONS_HELP, readDimensions, readMonth } from '../export/statistics/asked.ts';
import {
  exportStatistics,
  STATISTICS_FORMS,
  type StatisticsForm,
  type StatisticsHouse,
  statisticsForm,
  statisticsText,
} from '../flows/export-statistics.ts';
import { DUE_SCHEMA, dueToday } from '../flows/summaries-due.ts';
import { OFFICER_ROLES } from '../registry/officer.ts';
import { type OfficeApp, type OfficeParts, officerWith, schemaOf } from './http.ts';

/** What the calls about exports need. */
export type ExportParts = Pick<OfficeParts, 'saying'> & { readonly house: StatisticsHouse };

const QUERY = Type.Object(
  {
    month: Type.String({ description: 'The month of closing', examples: ['2026-10'] }),
    by: Type.String({ description: DIMENSIONS_HELP, examples: ['mode', 'heading,destination'] }),
    format: Type.Optional(
      Type.Unsafe<StatisticsForm>(Type.String({ enum: [...STATISTICS_FORMS] })),
    ),
  },
  { additionalProperties: false },
);

const MEDIA = {
  200: {
    description: 'The table; its sums are those of the closed lists',
    content: {
      'application/vnd.sdmx.data+json': { schema: {} },
      'text/csv': { schema: Type.String() },
    },
  },
};

/** `/v1/office/exports`: what officers read of exports. */
export function exportRoutes(app: OfficeApp, parts: ExportParts): void {
  const due = schemaOf(
    parts,
    'readExportsDue',
    'Whose closed export lists of channel B wait for a summary declaration, until when, and who ' +
      'is late.',
    '列出尚未汇总申报的已结关清单的收发货人和申报企业、截止日期及逾期情况。',
    { 200: Type.Unsafe<Awaited<ReturnType<typeof dueToday>>>(DUE_SCHEMA) },
  );
  app.get('/v1/office/exports/due', { schema: due }, async (request, reply) => {
    officerWith(request, parts, OFFICER_ROLES);
    return reply.send(await dueToday(parts.house));
  });
  statisticsRoute(app, parts);
}

function statisticsRoute(app: OfficeApp, parts: ExportParts): void {
  const schema = schemaOf(
    parts,
    'readExportStatistics',
    'Sums of the export lists that were closed in a month, by mode, heading, country, ' +
      'enterprise and more: as SDMX-JSON 2.0, or as CSV with format=csv or Accept: text/csv.',
    '当月已结关出口清单的统计：按监管方式、品目、国别、企业等分组；SDMX-JSON 或 CSV。',
    MEDIA,
  );
  const queried = { schema: { ...schema, querystring: QUERY } };
  app.get('/v1/office/exports/statistics', queried, async (request, reply) => {
    officerWith(request, parts, OFFICER_ROLES);
    const { month, by, format } = request.query;
    const [asked, dimensions] = [readMonth(month), readDimensions(by)];
    if (asked === null) throw parts.saying.fault('bad-request', [MONTH]);
    if (dimensions === null) throw parts.saying.fault('bad-request', [BY]);
    const view = await exportStatistics(parts.house, asked, dimensions);
    const { type, text } = statisticsText(view, statisticsForm(format, request.headers.accept));
    return reply.type(type).serializer(String).send(text);
  });
}

const MONTH: Finding = {
  ...{ code: 'REQ-MONTH', zh: '不是有效月份', en: 'there is no such month' },
  ...{ path: 'month', law: null },
  ...{ hint: 'Write months as 2026-10.', hintZh: '月份写作 2026-10。' },
};

const BY: Finding = {
  ...{ code: 'REQ-BY', zh: '没有按此分组的统计', en: 'there is no table by that' },
  ...{ path: 'by', law: null },
  ...{ hint: `There is ${DIMENSIONS_HELP}.`, hintZh: `可选：${DIMENSIONS_HELP}。` },
};
