import { Type } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { ownPullJson, serviceJson } from '../paydata/json.ts';
import type { PullState } from '../paydata/pull.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { PULL_PAGE, PULLS_QUERY, SERVICE, SERVICE_BODY, TEST_ANSWER } from './payment-schemas.ts';
import { requestFinding, WindowFault } from './problem.ts';
import { found, REFUSED, schemasUnder } from './route.ts';
import { FORBIDDEN, NOT_FOUND, PROBLEM_ANSWERS } from './schemas.ts';

const SERVICE_PATH = '/v1/payment-data/service';

const schemaOf = schemasUnder('payment data', FORBIDDEN);

const NO_PLATFORM = requestFinding(
  'REQ-PLATFORM',
  { zh: '仅电商平台可登记支付数据接口', en: 'only e-commerce platforms have payment data' },
  {
    hint: 'Use the token of an enterprise with the role platform.',
    hintZh: '请使用角色为电商平台的企业的令牌。',
  },
);
const TESTING = requestFinding(
  'REQ-TESTING',
  { zh: '上一次测试尚未结束', en: 'another test of this enterprise is under way' },
  { hint: 'Wait for its answer.', hintZh: '请等待其结果。' },
);

/** The code of the platform that asks. @throws WindowFault 403 */
function platformOf(request: FastifyRequest): string {
  const { code, roles } = viewerOf(request);
  if (!roles.includes('platform')) throw new WindowFault('forbidden', [NO_PLATFORM]);
  return code;
}

/** `/v1/payment-data`: the interface of a platform, and what was asked of it. */
export function paymentDataRoutes(app: App, parts: Parts): void {
  service(app, parts);
  testing(app, parts);
  pulls(app, parts);
}

function service(app: App, { platform: { paymentData } }: Parts): void {
  const put = schemaOf(
    'putPaymentDataService',
    'Register the address of your interface platDataOpen, in place of the one there was. The ' +
      'authority calls it for orders that are drawn; see docs/guide/payment-data.md.',
    '登记或更换 platDataOpen 接口地址；监管方对抽中的订单调用该接口。',
    { 200: SERVICE },
  );
  const putSchema = { ...put, body: SERVICE_BODY, response: { ...put.response, ...REFUSED } };
  app.put(SERVICE_PATH, { bodyLimit: 16_384, schema: putSchema }, async (request, reply) => {
    const saved = await paymentData.services.put(platformOf(request), request.body.url);
    if (!saved.ok) throw new WindowFault('refused', saved.error);
    return reply.send(serviceJson(saved.value));
  });
  const read = schemaOf(
    'readPaymentDataService',
    'Read the address of your interface.',
    '查询已登记的接口地址。',
    { 200: SERVICE, ...NOT_FOUND },
  );
  app.get(SERVICE_PATH, { schema: read }, async (request, reply) => {
    return reply.send(serviceJson(found(await paymentData.services.find(platformOf(request)))));
  });
  const gone = schemaOf(
    'deletePaymentDataService',
    'Withdraw your interface: orders that were drawn run out.',
    '注销接口；已抽中的订单将逾期。',
    { 204: Type.Null({ description: 'It is gone' }), ...NOT_FOUND },
  );
  app.delete(SERVICE_PATH, { schema: gone }, async (request, reply) => {
    const isGone = await paymentData.services.remove(platformOf(request));
    if (!isGone) throw new WindowFault('not-found');
    return reply.code(204).send(null);
  });
}

function testing(app: App, { platform: { paymentData } }: Parts): void {
  const busy = new Set<string>();
  const tested = schemaOf(
    'testPaymentDataService',
    'Have your interface called now, for the order ONESTEP-TEST that nobody declared. What is ' +
      'uploaded for it is answered with code 20000: no such session.',
    '立即测试调用接口（订单号 ONESTEP-TEST）并返回结果；该会话的上传会被拒绝。',
    { 200: TEST_ANSWER, ...NOT_FOUND, 429: PROBLEM_ANSWERS[429] },
  );
  app.post(`${SERVICE_PATH}/test`, { schema: tested }, async (request, reply) => {
    const code = platformOf(request);
    // A test may take as long as the platform likes: one at a time for each.
    if (busy.has(code)) throw new WindowFault('overload', [TESTING]);
    busy.add(code);
    try {
      const { error, milliseconds } = found(await paymentData.services.test(code));
      return await reply.send({ taken: error === null, error, milliseconds });
    } finally {
      busy.delete(code);
    }
  });
}

function pulls(app: App, { platform: { paymentData } }: Parts): void {
  const listed = schemaOf(
    'listPaymentDataPulls',
    'List the orders of yours whose payment data was asked for, the newest first.',
    '列出被调取支付数据的订单，最新的在前。',
    { 200: PULL_PAGE },
  );
  const schema = { ...listed, querystring: PULLS_QUERY };
  app.get('/v1/payment-data/pulls', { schema }, async (request, reply) => {
    const { state, after, limit = 100 } = request.query;
    const own = await paymentData.pulls({
      ebpCode: platformOf(request),
      state: (state as PullState | undefined) ?? null,
      after: after?.toLowerCase() ?? null,
      limit,
    });
    return reply.send({ pulls: own.map(ownPullJson) });
  });
}
