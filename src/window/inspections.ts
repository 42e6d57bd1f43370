import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Static, Type } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import { addDays, businessDate, isBusinessDate, isoShanghai } from '../base/dates.ts';
import type { PublishedQuery } from '../inspection/publication-store.ts';
import type { App, Parts } from './app.ts';
import { inspectionPage } from './inspection-page.ts';
import { DRAW_PAGE, INSPECTION_PAGE } from './inspection-schemas.ts';
import { publishedCsv, publishedJson } from './inspection-views.ts';
import { PAGE_CSP } from './page-style.ts';
import { requestFinding, WindowFault } from './problem.ts';
import { publicBound } from './public-bound.ts';
import { found, schemasUnder } from './route.ts';
import { NOT_FOUND, PROBLEM_ANSWERS } from './schemas.ts';

const schemaOf = schemasUnder('inspections', { 429: PROBLEM_ANSWERS[429] });

/** What is shown when no period is asked for. */
const USUAL_DAYS = 90;
const PAGE_ROWS = 50;
const MOST_ROWS = 1_000;

const DAY = Type.String({ description: 'A day, both ends inclusive', examples: ['2026-11-28'] });
const QUERY = Type.Object(
  {
    from: Type.Optional(DAY),
    to: Type.Optional(DAY),
    after: Type.Optional(
      Type.String({
        description: '`next` of the page before',
        pattern: '^[A-Za-z0-9]{1,32}\\.[0-9]{1,4}$',
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_ROWS })),
    listNo: Type.Optional(
      Type.String({
        ...{ pattern: '^[A-Za-z0-9]{1,32}$', examples: ['46122026I000000001'] },
        description: 'Everything of this list, whatever the days',
      }),
    ),
  },
  { additionalProperties: false },
);
type Query = Static<typeof QUERY>;

const DAY_FINDING = requestFinding(
  'REQ-DAY',
  { zh: '不是有效日期', en: 'there is no such day' },
  { hint: 'Write days as 2026-11-28.', hintZh: '日期写作 2026-11-28。' },
);

/** Days before and after are nobody's, and beyond what dates of the database can be. */
const [FIRST_DAY, LAST_DAY] = ['2000-01-01', '2999-12-31'];

/** A day of the request. @throws WindowFault 400 */
function dayIn(text: string): string {
  if (isBusinessDate(text) && text >= FIRST_DAY && text <= LAST_DAY) return text;
  throw new WindowFault('bad-request', [DAY_FINDING]);
}

/** The results of inspections and the draws behind them, for everybody. */
export function inspectionRoutes(app: App, parts: Parts): void {
  // In an instance of its own, so that the bound holds for these addresses alone.
  void app.register(async (open) => {
    const bound = publicBound(parts.clock);
    open.addHook('onRequest', async (request) => bound(request));
    results(open as unknown as App, parts);
    draws(open as unknown as App, parts);
    verifier(open as unknown as App);
  });
}

function results(app: App, { platform: { publicRecord }, clock }: Parts): void {
  const page = async (query: Query, usual: number) => {
    const today = businessDate(clock.now());
    const to = dayIn(query.to ?? today);
    const from = query.from === undefined ? addDays(to, -USUAL_DAYS) : dayIn(query.from);
    const limit = query.limit ?? usual;
    if (query.listNo !== undefined) {
      const rows = await publicRecord.inspectionsOf(query.listNo);
      return { from, to, rows, next: null, limit };
    }
    const [listNo = '', serial = ''] = query.after?.split('.') ?? [];
    const after = query.after === undefined ? null : { listNo, serial: Number(serial) };
    const asked: PublishedQuery = { from, to, after, limit: limit + 1 };
    const all = await publicRecord.inspections(asked);
    const rows = all.slice(0, limit);
    const last = all.length > limit ? rows.at(-1) : undefined;
    const next = last === undefined ? null : `${last.listNo}.${last.serial}`;
    return { from, to, rows, next, limit };
  };
  const queryOf = ({ from, to, next, limit }: Awaited<ReturnType<typeof page>>) =>
    next === null ? null : `from=${from}&to=${to}&limit=${limit}&after=${next}`;
  app.get(
    '/inspections',
    { schema: { hide: true, querystring: QUERY } },
    async (request, reply) => {
      const shown = await page(request.query, PAGE_ROWS);
      return reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', PAGE_CSP)
        .send(inspectionPage({ ...shown, next: queryOf(shown) }));
    },
  );
  const json = schemaOf(
    'listInspections',
    'Published results of inspections, the newest first: target, matter, result, day, the draws ' +
      'by which target and officers were chosen. Needs no token.',
    '已公布的查验结果，最新的在前，无需令牌。',
    { 200: INSPECTION_PAGE },
  );
  app.get(
    '/inspections.json',
    { schema: { ...json, querystring: QUERY } },
    async (request, reply) => {
      const { rows, next } = await page(request.query, 100);
      return reply.send({ inspections: rows.map(publishedJson), next });
    },
  );
  const csv = schemaOf(
    'listInspectionsCsv',
    'The same as CSV; the header Link names the next page.',
    '同上，CSV 格式；下一页见 Link 响应头。',
    { 200: { description: 'Rows', content: { 'text/csv': { schema: Type.String() } } } },
  );
  app.get(
    '/inspections.csv',
    { schema: { ...csv, querystring: QUERY } },
    async (request, reply) => {
      const shown = await page(request.query, MOST_ROWS);
      const next = queryOf(shown);
      if (next !== null) reply.header('link', `</inspections.csv?${next}>; rel="next"`);
      return sendText(reply, 'text/csv', publishedCsv(shown.rows));
    },
  );
}

// The serializer of a described answer would quote a text.
const sendText = (reply: FastifyReply, type: string, text: string) =>
  reply.type(`${type}; charset=utf-8`).serializer(String).send(text);

const DRAWS_QUERY = Type.Object(
  {
    after: Type.Optional(
      Type.String({
        description: '`next` of the page before, or a day and a number',
        pattern: '^\\d{4}-\\d\\d-\\d\\d(\\.\\d{1,9})?$',
        examples: ['2026-11-28.7'],
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_ROWS })),
  },
  { additionalProperties: false },
);
const DRAW_PARAMS = Type.Object({
  day: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d$' }),
  sequence: Type.String({ pattern: '^\\d{1,9}(\\.json)?$', examples: ['7.json'] }),
});

function draws(app: App, { platform: { publicRecord } }: Parts): void {
  const journal = schemaOf(
    'listDraws',
    'The journal of draws in the order of their numbers: when the registries of each were ' +
      'closed, and their hashes. Note it down to see later that nothing was changed. Needs no ' +
      'token.',
    '抽取日志：每次抽取的名录关闭时间及其哈希，可抄录备查，无需令牌。',
    { 200: DRAW_PAGE },
  );
  app.get(
    '/draws',
    { schema: { ...journal, querystring: DRAWS_QUERY } },
    async (request, reply) => {
      const { after = FIRST_DAY, limit = 100 } = request.query;
      const [day = '', sequence = '0'] = after.split('.');
      const rows = await publicRecord.draws(
        { day: dayIn(day), sequence: Number(sequence) },
        limit + 1,
      );
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? shown.at(-1) : undefined;
      return reply.send({
        draws: shown.map((one) => ({ ...one, openedAt: isoShanghai(one.openedAt) })),
        next: last === undefined ? null : `${last.day}.${last.sequence}`,
      });
    },
  );
  const proof = schemaOf(
    'readDraw',
    'The file of a draw, which anybody can verify. It is there when nobody in it waits to be ' +
      'inspected any more. Needs no token.',
    '抽取文件，任何人可核验；待其中无人等待查验后公布，无需令牌。',
    {
      200: { description: 'The file', content: { 'application/json': { schema: {} } } },
      ...NOT_FOUND,
    },
  );
  app.get(
    '/draws/:day/:sequence',
    { schema: { ...proof, params: DRAW_PARAMS } },
    async (request, reply) => {
      const { day, sequence } = request.params;
      const number = Number(sequence.replace('.json', ''));
      const text = found(await publicRecord.proof(dayIn(day), number));
      return sendText(reply, 'application/json', text);
    },
  );
}

const PLACE = fileURLToPath(new URL('../../docs/verify-draw/', import.meta.url));
const VERIFIER_CSP =
  "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'unsafe-inline'; " +
  "img-src data:; connect-src 'self'";

/** The page that verifies draws in the browser, and its program. */
function verifier(app: App): void {
  const [page, program] = ['index.html', 'verify.mjs'].map((name) => readFileSync(PLACE + name));
  app.get('/draws/verify', { schema: { hide: true } }, async (_request, reply) => {
    reply.header('content-security-policy', VERIFIER_CSP);
    return reply.type('text/html; charset=utf-8').send(page);
  });
  app.get('/draws/verify.mjs', { schema: { hide: true } }, async (_request, reply) => {
    return reply.type('text/javascript; charset=utf-8').send(program);
  });
}
