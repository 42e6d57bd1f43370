import { Type } from '@fastify/type-provider-typebox';
import { isoShanghai } from '../base/dates.ts';
import { formatFen } from '../base/fen.ts';
import { isIdentityNumber } from '../documents/identity-number.ts';
import type { BuyerParcel, BuyerRecord } from '../flows/public-buyer.ts';
import type { App, Parts } from './app.ts';
import { WindowFault } from './problem.ts';
import { jsonQuota, noIdentity } from './quota.ts';
import { schemasUnder } from './route.ts';
import { FORBIDDEN, PROBLEM_ANSWERS, QUOTA } from './schemas.ts';

const yuan = (description: string) =>
  Type.String({ description: `${description}, CNY with two decimals`, examples: ['31.67'] });
const time = (description: string) => Type.String({ description });

/** Text of one line: no control characters. */
const LINE = { pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]+$' };

const PROOF = Type.Object(
  {
    name: Type.String({ ...LINE, maxLength: 60, description: 'As it was declared' }),
    idNumber: Type.String({ ...LINE, maxLength: 60, description: 'Resident identity number' }),
    number: Type.String({
      ...{ ...LINE, minLength: 2, maxLength: 64 },
      description: 'An order or waybill of yours on which customs decided within a year',
    }),
  },
  { additionalProperties: false },
);

const STATE = Type.Unsafe<BuyerParcel['state']>(
  Type.String({
    enum: [
      ...['arriving', 'checking', 'released', 'returned', 'withdrawn'],
      ...['sent-back', 'destroyed'],
    ],
    description: 'checking: customs looks at it, whatever for',
  }),
);

const RECORD = Type.Object({
  name: Type.String({ description: 'Masked' }),
  idNumber: Type.String({ description: 'Masked' }),
  singleLimit: yuan('Most of one order'),
  quota: QUOTA,
  parcels: Type.Array(
    Type.Object({
      platform: Type.String({ description: 'Name of the platform' }),
      orderNo: Type.String(),
      carrier: Type.String({ description: 'Name of the carrier' }),
      waybillNo: Type.String(),
      listNo: Type.String({ description: 'Number of the declaration list' }),
      state: STATE,
      declaredAt: time('When it was declared'),
      at: time('Since when it is in that state'),
      dutiable: yuan('Dutiable price'),
      tax: yuan('Tax of the list'),
      refunded: yuan('Tax given back for goods that were returned'),
    }),
    { description: 'Of a year, the latest first' },
  ),
  isCut: Type.Boolean({ description: 'Whether there are more than are shown' }),
});

/**
 * `POST /v1/public/buyer`: a person's own quota and parcels, without an account. Who it is stands
 * in the body alone: in no address, log or table. There is no session: each call shows it anew.
 */
export function publicBuyerRoute(app: App, { platform, metrics, log }: Parts): void {
  const schema = schemasUnder('buyers', { ...FORBIDDEN, 429: PROBLEM_ANSWERS[429] })(
    'readOwnParcels',
    'See your own quota and parcels: name, identity number, and the number of an order or ' +
      'waybill of yours have to belong together. One answer to whatever is wrong; few attempts. ' +
      'Needs no token.',
    '本人查询年度额度和包裹：姓名、证件号码须与本人近一年的订单号或运单号相符；次数有限，无需令牌。',
    { 200: RECORD },
  );
  const options = { schema: { ...schema, body: PROOF }, bodyLimit: 4_096 };
  app.post('/v1/public/buyer', options, async (request, reply) => {
    const { idNumber } = request.body;
    if (!isIdentityNumber(idNumber)) throw noIdentity('body/idNumber');
    const proof = { ...request.body, number: request.body.number.trim() };
    const shown = await platform.buyers.show(proof, request.ip);
    if (!('wait' in shown)) {
      metrics.buyer('shown');
      return reply.send(recordJson(shown));
    }
    const { wait } = shown;
    metrics.buyer(wait > 0 ? 'bounded' : 'refused');
    log.warn({ wait }, 'Somebody did not show to be the buyer asked about.');
    throw wait > 0 ? new WindowFault('too-many-attempts', [], wait) : new WindowFault('not-shown');
  });
}

function recordJson({ singleLimit, quota, parcels, ...rest }: BuyerRecord) {
  return {
    ...rest,
    singleLimit: formatFen(singleLimit),
    quota: jsonQuota(quota),
    parcels: parcels.map(({ declaredAt, at, dutiable, tax, refunded, ...parcel }) => ({
      ...parcel,
      ...{ declaredAt: isoShanghai(declaredAt), at: isoShanghai(at) },
      ...{ dutiable: formatFen(dutiable), tax: formatFen(tax), refunded: formatFen(refunded) },
    })),
  };
}
