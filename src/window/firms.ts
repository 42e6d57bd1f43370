import { isoShanghai } from '../base/dates.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import type { App, Parts } from './app.ts';
import { CODE, FIRM, FIRMS, FIRMS_QUERY } from './firm-schemas.ts';
import { certificateJson } from './keys.ts';
import { checkRight } from './rights.ts';
import { found, schemasUnder } from './route.ts';
import { FORBIDDEN, NOT_FOUND } from './schemas.ts';
import { bookJson } from './stock-pages.ts';

type Served = Pick<Parts, 'platform' | 'clock'>;

/** Books of one enterprise that are told with it; further ones stand on the pages of books. */
const MOST_BOOKS = 50;

/** `/v1/office/enterprises`: enterprises on file, and what the office has on each. */
export function firmRoutes(app: App, parts: Served): void {
  searchRoute(app, parts);
  oneRoute(app, parts);
}

function searchRoute(app: App, { platform: { firms } }: Served): void {
  const described = schemasUnder('office', FORBIDDEN)(
    'findEnterprises',
    'Find enterprises on file by the beginning of their code or a part of their name.',
    '按企业代码开头或名称的一部分查找已登记企业。',
    { 200: FIRMS },
  );
  const schema = { ...described, querystring: FIRMS_QUERY };
  app.get('/v1/office/enterprises', { schema }, async (request, reply) => {
    checkRight(request, 'firms.read');
    const { q, after = '', limit = 50 } = request.query;
    const some = await firms.search(q, after, limit + 1);
    const enterprises = some.slice(0, limit).map((one) => {
      return { ...headOf(one), class: one.creditClass };
    });
    const next = some.length > limit ? (enterprises.at(-1)?.code ?? null) : null;
    return reply.send({ enterprises, next });
  });
}

function oneRoute(app: App, { platform, clock }: Served): void {
  const described = schemasUnder('office', { ...FORBIDDEN, ...NOT_FOUND })(
    'readEnterprise',
    'What the office has on an enterprise: its registration, credit class with its history, ' +
      'guarantee and tax by month, certificates, account books, and why lists that it declared ' +
      'stand returned.',
    '查询某企业的登记信息、信用等级及变更、税款担保与按月税款、证书、账册及退单原因。',
    { 200: FIRM },
  );
  const schema = { ...described, params: CODE };
  app.get('/v1/office/enterprises/:code', { schema }, async (request, reply) => {
    checkRight(request, 'firms.read');
    const { code } = request.params;
    const enterprise = found(await platform.firms.named(code));
    const credit = found(await platform.credit(code));
    const { taxes, keys, stock } = platform;
    const [guarantee, months] = [await taxes.guarantee(code), await taxes.months(code)];
    const certificates = await keys.certificates(code);
    const books = await stock.views.books(code, '', MOST_BOOKS);
    const refusals = await platform.firms.refusals(code);
    return reply.send({
      ...{ enterprise: headOf(enterprise), credit },
      guarantee: { ...guarantee, months },
      certificates: certificates.map((one) => certificateJson(one, clock.now())),
      books: books.rows.map(bookJson),
      refusals: refusals.map((one) => ({ ...one, latest: isoShanghai(one.latest) })),
    });
  });
}

const headOf = ({ code, name, roles, status, validUntil, overseas }: Enterprise) => ({
  ...{ code, name, roles: [...roles], status, validUntil, overseas },
});
