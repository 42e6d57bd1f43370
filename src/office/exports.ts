import { Type } from '@fastify/type-provider-typebox';
import type { StatisticsHouse } from '../flows/statistics.ts';
import { DUE_SCHEMA, dueToday } from '../flows/summaries-due.ts';
import { OFFICER_ROLES } from '../registry/officer.ts';
import { type OfficeApp, type OfficeParts, officerWith, schemaOf } from './http.ts';

/** What the calls about exports need. */
export type ExportParts = Pick<OfficeParts, 'saying'> & { readonly house: StatisticsHouse };

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
}
