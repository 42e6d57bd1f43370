import type { FastifyReply } from 'fastify';
import type { Paper } from '../flows/taxes.ts';
import { readMonth } from '../statistics/asked.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { requestFinding, WindowFault } from './problem.ts';
import { found, schemasUnder } from './route.ts';
import { NOT_FOUND, PROBLEM_ANSWERS } from './schemas.ts';
import {
  BILL,
  BILL_NO,
  BILLS,
  BILLS_QUERY,
  GUARANTEE,
  NOTICE,
  NOTICE_NO,
  NOTICES,
  NOTICES_QUERY,
  PAGE_QUERY,
  PDF,
} from './tax-schemas.ts';

const schemaOf = schemasUnder('tax');
const ofOne = schemasUnder('tax', NOT_FOUND);
const papers = schemasUnder('tax', { ...NOT_FOUND, 429: PROBLEM_ANSWERS[429] });

/** `/v1/tax/…`: what an enterprise lodged, what it has to pay, and papers of that. */
export function taxRoutes(app: App, { platform }: Pick<Parts, 'platform'>): void {
  guaranteeRoute(app, platform);
  noticeRoutes(app, platform);
  billRoutes(app, platform);
  paperRoutes(app, platform);
}

type Views = Pick<Parts['platform'], 'taxes'>;

function guaranteeRoute(app: App, { taxes }: Views): void {
  const schema = schemaOf(
    'readGuarantee',
    'Your tax guarantee: what is lodged, frozen and left; and by month of release what was ' +
      'billed, is to be paid, and was paid.',
    '查询本企业税款担保的总额、已用与余额，以及按放行月份汇总的税款。',
    { 200: GUARANTEE },
  );
  app.get('/v1/tax/guarantee', { schema }, async (request, reply) => {
    const { code } = viewerOf(request);
    const [guarantee, months] = [await taxes.guarantee(code), await taxes.months(code)];
    return reply.send({ ...guarantee, months });
  });
}

/** @throws WindowFault 400 */
function monthOf(text: string): string {
  if (readMonth(text) === null) throw new WindowFault('bad-request', [NO_MONTH]);
  return text;
}

const NO_MONTH = requestFinding(
  'REQ-MONTH',
  { zh: '月份应形如 2026-10', en: 'a month is written like 2026-10' },
  { path: 'query/month', hint: 'Give year and month.', hintZh: '请填写年和月。' },
);

function noticeRoutes(app: App, { taxes }: Views): void {
  const listed = schemaOf(
    'listTaxNotices',
    'Your payment notices, of lists released in a month: the newest day first.',
    '查询某月放行清单对应的缴款书。',
    { 200: NOTICES },
  );
  const listSchema = { ...listed, querystring: NOTICES_QUERY };
  app.get('/v1/tax/notices', { schema: listSchema }, async (request, reply) => {
    const { month, state = null, after = '', limit = 50 } = request.query;
    const asked = { month: monthOf(month), state, after, limit };
    const { rows, next } = await taxes.notices(viewerOf(request).code, asked);
    return reply.send({ notices: rows, next });
  });
  const one = ofOne('readTaxNotice', 'One payment notice of yours.', '查询单份缴款书。', {
    200: NOTICE,
  });
  const oneSchema = { ...one, params: NOTICE_NO };
  app.get('/v1/tax/notices/:dutyNo', { schema: oneSchema }, async (request, reply) => {
    const notice = await taxes.notice(request.params.dutyNo, viewerOf(request).code);
    return reply.send(found(notice));
  });
  const bills = ofOne(
    'listTaxNoticeBills',
    'The bills that a payment notice collects, by list.',
    '查询缴款书汇总的税单。',
    { 200: BILLS },
  );
  const billsSchema = { ...bills, params: NOTICE_NO, querystring: PAGE_QUERY };
  app.get('/v1/tax/notices/:dutyNo/bills', { schema: billsSchema }, async (request, reply) => {
    const { after = '', limit = 50 } = request.query;
    const { code } = viewerOf(request);
    const page = found(await taxes.bills(request.params.dutyNo, code, { after, limit }));
    return reply.send({ bills: page.rows, next: page.next });
  });
}

function billRoutes(app: App, { taxes }: Views): void {
  const listed = schemaOf(
    'listTaxBills',
    'Your tax bills that no payment notice collects yet, of lists released in a month: the ' +
      'oldest first.',
    '查询某月放行清单中尚未汇总的税单。',
    { 200: BILLS },
  );
  const listSchema = { ...listed, querystring: BILLS_QUERY };
  app.get('/v1/tax/bills', { schema: listSchema }, async (request, reply) => {
    const { month, after = '', limit = 50 } = request.query;
    const asked = { month: monthOf(month), after, limit };
    const { rows, next } = await taxes.uncollected(viewerOf(request).code, asked);
    return reply.send({ bills: rows, next });
  });
  const one = ofOne(
    'readTaxBill',
    'One tax bill of yours, with the lines of its list.',
    '查询单份税单及其逐项税款。',
    { 200: BILL },
  );
  const oneSchema = { ...one, params: BILL_NO };
  app.get('/v1/tax/bills/:taxNo', { schema: oneSchema }, async (request, reply) => {
    const bill = await taxes.bill(request.params.taxNo, viewerOf(request).code);
    return reply.send(found(bill));
  });
}

function paperRoutes(app: App, { taxes }: Views): void {
  const alone = oneEach();
  const notice = papers(
    'readTaxNoticePdf',
    'A payment notice of yours as PDF: each bill, sums by tax, the amount in capital numerals, ' +
      'and the hash to compare it by.',
    '下载缴款书 PDF：逐份税单、分税种合计、大写金额与校验码。',
    PDF,
  );
  const noticeSchema = { ...notice, params: NOTICE_NO };
  app.get('/v1/tax/notices/:dutyNo/pdf', { schema: noticeSchema }, async (request, reply) => {
    const { code } = viewerOf(request);
    const paper = await alone(code, () => taxes.noticePdf(request.params.dutyNo, code));
    return sendPaper(reply, found(paper));
  });
  const bill = papers(
    'readTaxBillPdf',
    'A tax bill of yours as PDF, with each line of its list; none of a void bill.',
    '下载税单 PDF；已作废的税单不提供。',
    PDF,
  );
  const billSchema = { ...bill, params: BILL_NO };
  app.get('/v1/tax/bills/:taxNo/pdf', { schema: billSchema }, async (request, reply) => {
    const { code } = viewerOf(request);
    const paper = await alone(code, () => taxes.billPdf(request.params.taxNo, code));
    return sendPaper(reply, found(paper));
  });
}

/** A large paper takes half a second of a core: one at a time for each enterprise. */
function oneEach() {
  const busy = new Set<string>();
  return async <T>(code: string, work: () => Promise<T>): Promise<T> => {
    if (busy.has(code)) throw new WindowFault('overload', [WRITING]);
    busy.add(code);
    try {
      return await work();
    } finally {
      busy.delete(code);
    }
  };
}

const WRITING = requestFinding(
  'REQ-PAPER',
  { zh: '上一份 PDF 尚在生成', en: 'another paper of this enterprise is being written' },
  { hint: 'Ask again when it is there.', hintZh: '请待其完成后再下载。' },
);

// The numbers have letters and digits only, so they need no quoting.
function sendPaper(reply: FastifyReply, { name, bytes }: Paper): FastifyReply {
  return reply
    .type('application/pdf')
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(bytes);
}
