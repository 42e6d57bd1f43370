import { type Static, Type } from '@fastify/type-provider-typebox';
import { LIMITS } from '../base/limits.ts';
import { isIdentityNumber, isMaskedIdentity } from '../documents/identity-number.ts';
import type { BuyerQuery } from '../flows/find-by-buyer.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { foundJson, PAGE } from './list-pages.ts';
import { placeOf, placeText } from './places.ts';
import { requestFinding, WindowFault } from './problem.ts';
import { noIdentity } from './quota.ts';
import { checkRight, mayDo } from './rights.ts';
import { schemasUnder } from './route.ts';
import { FORBIDDEN } from './schemas.ts';

const BODY = Type.Object(
  {
    idNumber: Type.String({
      minLength: 1,
      maxLength: 60,
      description: 'Identity number, whole or masked',
    }),
    after: Type.Optional(
      Type.String({
        pattern: '^\\d{1,15}~[\\w-]{1,64}$',
        description: '`next` of the page before',
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.listsPerPage, default: 50 })),
  },
  { additionalProperties: false },
);

const MASK = requestFinding(
  'REQ-MASK',
  { zh: '证件号码须按平台掩码格式填写', en: 'a masked number shows its first four and last four' },
  {
    path: 'body/idNumber',
    hint: 'Paste it as the platform shows it: 4101, ten asterisks, the last four characters.',
    hintZh: '请按平台显示的形式粘贴：前4位、10个星号、后4位。',
  },
);

/**
 * Lists by the identity number of their buyer. It stands in the body alone, is looked for as a
 * keyed hash, and is in no address, log or trail; the trail has who searched and when.
 */
export function personListRoutes(app: App, { platform }: Parts): void {
  const answer = async (
    { idNumber, after, limit = 50 }: Static<typeof BODY>,
    who: Pick<BuyerQuery, 'reader' | 'withInspections'>,
  ) => {
    if (!isMaskedIdentity(idNumber)) {
      if (idNumber.includes('*')) throw new WindowFault('bad-request', [MASK]);
      if (!isIdentityNumber(idNumber)) throw noIdentity('body/idNumber');
    }
    const place = after === undefined ? null : placeOf(after);
    const page = await platform.lists.ofBuyer({ ...who, idNumber, limit, after: place });
    return { lists: page.lists.map(foundJson), next: page.next && placeText(page.next) };
  };
  const own = schemasUnder('declarations')(
    'findPersonsDeclarations',
    'Find lists of imports by the identity number of the buyer: those whose receipts you read, ' +
      'once customs has decided on them. The number stands in the body alone; masked as on ' +
      'screens (1101**********002X) it finds the lists of all whose number looks so.',
    '按订购人证件号码（完整或掩码）查找本企业接收回执的已审进口清单；号码仅出现在请求正文中。',
    { 200: PAGE },
  );
  const ownSchema = { schema: { ...own, body: BODY }, bodyLimit: 4_096 };
  app.post('/v1/declarations/search', ownSchema, async (request, reply) => {
    const { code: reader } = viewerOf(request);
    return reply.send(await answer(request.body, { reader, withInspections: true }));
  });
  const all = schemasUnder('office', FORBIDDEN)(
    'findAnyPersonsDeclarations',
    'Find lists of imports by the identity number of the buyer, once customs has decided on ' +
      'them; masked as on screens, of all whose number looks so. Who searched is noted, the ' +
      'number is not. Those that are to be inspected are for ' +
      'supervisors, as nobody else may know them before the end (RAND-7).',
    '按订购人证件号码（完整或掩码）查找已审进口清单；查询人将被记录，号码不记录。待查验清单仅主管可见。',
    { 200: PAGE },
  );
  const schema = { schema: { ...all, body: BODY }, bodyLimit: 4_096 };
  app.post('/v1/office/declarations/search', schema, async (request, reply) => {
    checkRight(request, 'lists.person');
    const withInspections = mayDo(request, 'lists.inspection');
    return reply.send(await answer(request.body, { reader: null, withInspections }));
  });
}
