import { Type } from '@fastify/type-provider-typebox';
import type { App, Parts } from './app.ts';
import { CREDIT } from './credit.ts';
import { checkRight } from './rights.ts';
import { found, schemasUnder } from './route.ts';
import { FORBIDDEN, NOT_FOUND } from './schemas.ts';
import { GUARANTEE } from './tax-schemas.ts';

const FIRM = Type.Object({ credit: CREDIT, guarantee: GUARANTEE });
const CODE = Type.Object({ code: Type.String({ pattern: '^\\w{10,18}$' }) });

/** `GET /v1/office/enterprises/{code}`: what officers read of an enterprise's own. */
export function firmRoute(app: App, { platform }: Pick<Parts, 'platform'>): void {
  const described = schemasUnder('office', { ...FORBIDDEN, ...NOT_FOUND })(
    'readEnterprise',
    'The credit class of an enterprise with its history, its guarantee and its tax by month, as ' +
      'it reads them itself.',
    '查询某企业的信用等级及变更、税款担保与按月税款。',
    { 200: FIRM },
  );
  const schema = { ...described, params: CODE };
  app.get('/v1/office/enterprises/:code', { schema }, async (request, reply) => {
    checkRight(request, 'firms.read');
    const { code } = request.params;
    const credit = found(await platform.credit(code));
    const { taxes } = platform;
    const [guarantee, months] = [await taxes.guarantee(code), await taxes.months(code)];
    return reply.send({ credit, guarantee: { ...guarantee, months } });
  });
}
