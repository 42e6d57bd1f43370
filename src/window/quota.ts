import { Type } from '@fastify/type-provider-typebox';
import { businessDate, yearOf } from '../base/dates.ts';
import { formatFen } from '../base/fen.ts';
import { isIdentityNumber } from '../documents/identity-number.ts';
import type { BuyerQuota } from '../flows/buyer-quota.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { requestFinding, WindowFault } from './problem.ts';
import { COMMON_PROBLEMS, FORBIDDEN, QUOTA } from './schemas.ts';

const ID_NUMBER = { minLength: 1, maxLength: 60 };

const SCHEMA = {
  summary: 'Ask what a buyer has left this year',
  description:
    'Give the identity number in the header `X-Buyer-Id-Number`, so that it stands in no log of ' +
    'proxies on the way; the query `idNumber` is taken too. This platform logs neither.\n\n' +
    '查询订购人年度额度。建议用请求头传递证件号码，避免出现在途经设备的日志中。',
  tags: ['buyers'],
  operationId: 'readQuota',
  headers: Type.Object({ 'x-buyer-id-number': Type.Optional(Type.String(ID_NUMBER)) }),
  querystring: Type.Object({
    idNumber: Type.Optional(Type.String(ID_NUMBER)),
    year: Type.Optional(Type.Integer({ minimum: 2016, maximum: 9999 })),
  }),
  response: { 200: QUOTA, ...COMMON_PROBLEMS, ...FORBIDDEN },
};

function missing(): WindowFault {
  const finding = requestFinding(
    'REQ-REQUIRED',
    { zh: '缺少订购人证件号码', en: 'the identity number of the buyer is missing' },
    {
      path: 'header/x-buyer-id-number',
      hint: 'Send the header X-Buyer-Id-Number.',
      hintZh: '请携带请求头 X-Buyer-Id-Number。',
    },
  );
  return new WindowFault('bad-request', [finding]);
}

/** A mistyped number would look like a buyer who has bought nothing yet. */
export function noIdentity(path = 'header/x-buyer-id-number'): WindowFault {
  const finding = requestFinding(
    'ID-CHECKSUM',
    { zh: '订购人证件号码校验不通过', en: 'this is no identity number: its check digit is wrong' },
    {
      path,
      hint: 'Compare the 18 characters with the identity card (GB 11643).',
      hintZh: '请核对18位公民身份号码。',
    },
  );
  return new WindowFault('bad-request', [finding]);
}

/** A quota as JSON. */
export function jsonQuota({ year, limit, used, reserved, remaining, counters }: BuyerQuota) {
  return {
    year,
    limit: formatFen(limit),
    used: formatFen(used),
    reserved: formatFen(reserved),
    remaining: formatFen(remaining),
    counters: counters.map((counter) => ({
      ...counter,
      limit: counter.limit.toString(),
      used: counter.used.toString(),
    })),
  };
}

/** `GET /v1/buyers/quota`. */
export function quotaRoutes(app: App, { platform, clock }: Parts): void {
  app.get('/v1/buyers/quota', { schema: SCHEMA }, async (request, reply) => {
    const idNumber = request.headers['x-buyer-id-number'] ?? request.query.idNumber;
    if (idNumber === undefined) throw missing();
    if (!isIdentityNumber(idNumber)) throw noIdentity();
    const year = request.query.year ?? yearOf(businessDate(clock.now()));
    const view = await platform.quota(idNumber, year, viewerOf(request));
    if (view === null) throw new WindowFault('forbidden');
    return reply.send(jsonQuota(view));
  });
}
