import { Type } from '@fastify/type-provider-typebox';
import { isoShanghai } from '../base/dates.ts';
import { formatFen, formatScaled5 } from '../base/fen.ts';
import type { Refund } from '../clearance/refund-store.ts';
import { sumsJson } from '../clearance/tax/bill-json.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { requestFinding, WindowFault } from './problem.ts';
import { COMMON_PROBLEMS, NOT_FOUND, REFUND } from './schemas.ts';

const SCHEMA = {
  summary: 'Report that the goods of a refund are back',
  description:
    'For the place under customs supervision (role `site`) and the enterprise in the zone that ' +
    'the list names: whether the goods of an accepted CEB625 came back in their original state. ' +
    'By the last day that ends the refund with relief of tax and quota; the declarant is told by ' +
    'CEB626. A refund that has ended stays as it is, so a report may be sent again.\n\n' +
    '退货商品运抵原监管场所后，由监管场所或区内企业报告查验结果。',
  tags: ['declarations'],
  operationId: 'reportRefundedGoods',
  params: Type.Object({
    preNo: Type.String({ minLength: 18, maxLength: 18, pattern: '^[0-9A-Z]+$' }),
  }),
  body: Type.Object({
    accepted: Type.Boolean({ description: 'In their original state, as the request says' }),
    reason: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: 'What is wrong with them' }),
    ),
  }),
  response: { 200: REFUND, ...COMMON_PROBLEMS, ...NOT_FOUND },
};

/** A refund as JSON; amounts in yuan. */
export function refundJson(refund: Refund) {
  const { listNo, preNo, state, acceptedAt, due, endedAt, reason, lines } = refund;
  return {
    ...{ listNo, preNo, state, acceptedAt: isoShanghai(acceptedAt), due, reason },
    endedAt: endedAt === null ? null : isoShanghai(endedAt),
    lines: lines.map(({ gnum, qty }) => ({ gnum, qty: formatScaled5(qty) })),
    relief: {
      dutiablePrice: formatFen(refund.dutiable),
      ...sumsJson(refund),
    },
  };
}

/** `POST /v1/refunds/{preNo}/goods`. */
export function refundRoutes(app: App, { platform }: Parts): void {
  app.post('/v1/refunds/:preNo/goods', { schema: SCHEMA }, async (request, reply) => {
    const { accepted, reason } = request.body;
    if (!accepted && reason === undefined) throw reasonMissing();
    const { preNo } = request.params;
    const report = { preNo, refused: accepted ? null : reason! };
    const end = await platform.reportGoods(report, viewerOf(request));
    if (end === null) throw new WindowFault('not-found');
    return reply.send(refundJson(end.refund));
  });
}

function reasonMissing(): WindowFault {
  const finding = requestFinding(
    'REQ-REQUIRED',
    { zh: '未接受退货时应说明原因', en: 'goods that are not accepted need a reason' },
    {
      path: 'body/reason',
      hint: 'Say what is wrong with the goods.',
      hintZh: '请填写查验不合格的原因。',
    },
  );
  return new WindowFault('bad-request', [finding]);
}
