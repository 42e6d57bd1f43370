import { Type } from '@fastify/type-provider-typebox';
import type { Finding } from '../base/finding.ts';
import {
  STATISTICS_FORMS,
  type StatisticsForm,
  statistics,
  statisticsForm,
  statisticsText,
  TRADES,
  type Way,
} from '../flows/statistics.ts';
import { OFFICER_ROLES } from '../registry/officer.ts';
import { dimensionsHelp, readDimensions, readMonth } from '../statistics/asked.ts';
import type { ExportParts } from './exports.ts';
import { type OfficeApp, officerWith, schemaOf } from './http.ts';

const queryOf = (way: Way, month: string, examples: readonly string[]) =>
  Type.Object(
    {
      month: Type.String({ description: month, examples: ['2026-10'] }),
      by: Type.String({ description: dimensionsHelp(TRADES[way]), examples: [...examples] }),
      format: Type.Optional(
        Type.Unsafe<StatisticsForm>(Type.String({ enum: [...STATISTICS_FORMS] })),
      ),
    },
    { additionalProperties: false },
  );

const mediaOf = (sums: string) => ({
  200: {
    description: `The table; its sums are those of the ${sums}`,
    content: {
      'application/vnd.sdmx.data+json': { schema: {} },
      'text/csv': { schema: Type.String() },
    },
  },
});

/** `/v1/office/{exports,imports}/statistics`: what officers read of a month. */
export function statisticsRoutes(app: OfficeApp, parts: ExportParts): void {
  const exports = schemaOf(
    parts,
    'readExportStatistics',
    'Sums of the export lists that were closed in a month, by mode, heading, country, ' +
      'enterprise and more: as SDMX-JSON 2.0, or as CSV with format=csv or Accept: text/csv.',
    '当月已结关出口清单的统计：按监管方式、品目、国别、企业等分组；SDMX-JSON 或 CSV。',
    mediaOf('closed lists'),
  );
  const imports = schemaOf(
    parts,
    'readImportStatistics',
    'Sums of the import lists that were released in a month, with value and tax, by mode, ' +
      'heading, origin, office, port, enterprise: as SDMX-JSON 2.0, or as CSV with format=csv ' +
      'or Accept: text/csv.',
    '当月已放行进口清单的统计及税款：按监管方式、品目、原产国、海关、口岸、企业分组；SDMX-JSON 或 CSV。',
    mediaOf('released lists, less what came back'),
  );
  tableRoute(app, parts, 'exports', {
    schema: exports,
    query: queryOf('exports', 'The month of closing', ['mode', 'heading,destination']),
  });
  tableRoute(app, parts, 'imports', {
    schema: imports,
    query: queryOf('imports', 'The month of release', ['mode', 'heading,enterprise']),
  });
}

type Described = {
  readonly schema: ReturnType<typeof schemaOf>;
  readonly query: ReturnType<typeof queryOf>;
};

function tableRoute(app: OfficeApp, parts: ExportParts, way: Way, told: Described): void {
  const queried = { schema: { ...told.schema, querystring: told.query } };
  app.get(`/v1/office/${way}/statistics`, queried, async (request, reply) => {
    officerWith(request, parts, OFFICER_ROLES);
    const { month, by, format } = request.query;
    const [asked, dimensions] = [readMonth(month), readDimensions(TRADES[way], by)];
    if (asked === null) throw parts.saying.fault('bad-request', [MONTH]);
    if (dimensions === null) throw parts.saying.fault('bad-request', [noTable(way)]);
    const view = await statistics(parts.house, way, asked, dimensions);
    const { type, text } = statisticsText(view, statisticsForm(format, request.headers.accept));
    return reply.type(type).serializer(String).send(text);
  });
}

const MONTH: Finding = {
  ...{ code: 'REQ-MONTH', zh: '不是有效月份', en: 'there is no such month' },
  ...{ path: 'month', law: null },
  ...{ hint: 'Write months as 2026-10.', hintZh: '月份写作 2026-10。' },
};

function noTable(way: Way): Finding {
  const help = dimensionsHelp(TRADES[way]);
  return {
    ...{ code: 'REQ-BY', zh: '没有按此分组的统计', en: 'there is no table by that' },
    ...{ path: 'by', law: null, hint: `There is ${help}.`, hintZh: `可选：${help}。` },
  };
}
