import { Type } from '@fastify/type-provider-typebox';
import { DUE_SCHEMA, type dueToday } from '../flows/summaries-due.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { schemasUnder } from './route.ts';

const schema = schemasUnder('exports')(
  'readOwnExportsDue',
  'Which closed export lists of yours wait for a summary declaration: those that you sold or ' +
    'declared, by month, and the last day for each.',
  '查询本企业尚未汇总申报的已结关出口清单及截止日期。',
  { 200: Type.Unsafe<Awaited<ReturnType<typeof dueToday>>>(DUE_SCHEMA) },
);

/** `/v1/exports/due`: what a seller or declarant of exports has to declare in summary. */
export function exportsDueRoute(app: App, { platform }: Pick<Parts, 'platform'>): void {
  app.get('/v1/exports/due', { schema }, async (request, reply) => {
    return reply.send(await platform.exportsDue(viewerOf(request)));
  });
}
