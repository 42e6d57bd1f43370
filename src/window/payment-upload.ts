import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { LIMITS } from '../base/limits.ts';
import { writeNotUploaded, writeUploaded } from '../documents/payment-data/acknowledgement.ts';
import { FORM } from '../documents/payment-data/form.ts';
import { UPLOAD_PATH } from '../documents/payment-data/request.ts';
import type { App, Parts } from './app.ts';
import { UPLOAD_ANSWER, UPLOAD_BODY } from './payment-schemas.ts';
import { requestFinding, WindowFault } from './problem.ts';
import { checkContent, receiveFrom } from './receive.ts';
import { PROBLEM_ANSWERS } from './schemas.ts';

const { 408: SLOW, 413: LARGE, 415: OTHER, 429: BUSY, 500: BROKEN, 503: AWAY } = PROBLEM_ANSWERS;

const SCHEMA = {
  summary: 'Upload the payment data of an order',
  description:
    'The official interface realTimeDataUpload (GACC 2018 No. 165, 179), for platforms that were ' +
    'called under a sessionID. No token: the signature says who it is. Whatever can be read is ' +
    'answered with 200 and the code 10000, or 20000 and all that is wrong; the same upload again ' +
    'does nothing twice.\n\n支付原始数据实时上传接口；无需令牌，以签名确认身份。',
  tags: ['payment data'],
  operationId: 'uploadPaymentData',
  consumes: [FORM],
  body: { content: { [FORM]: { schema: UPLOAD_BODY } } },
  response: {
    200: UPLOAD_ANSWER,
    ...{ 408: SLOW, 413: LARGE, 415: OTHER, 429: BUSY, 500: BROKEN, 503: AWAY },
  },
};

const CROWDED = requestFinding(
  'REQ-UPLOADS',
  { zh: '正在处理的上传过多，请稍后重试', en: 'too many uploads are looked at in this moment' },
  { hint: 'Send it again after the time in Retry-After.', hintZh: '请在 Retry-After 后重发。' },
);

function crowded(underWay: number): WindowFault | null {
  return underWay < LIMITS.paymentUploads ? null : new WindowFault('overload', [CROWDED]);
}

/** `POST /ceb2grab/grab/realTimeDataUpload`. */
export function paymentUploadRoute(root: App, parts: Parts): void {
  const { platform, clock } = parts;
  let underWay = 0;
  root.register(async (app: App) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(FORM, (request: FastifyRequest, payload: Readable, done) => {
      // Nobody has said who it is: what is half read counts for the address it comes from.
      const bringer = { owner: `upload ${request.ip}`, crowded: () => crowded(underWay) };
      receiveFrom(parts, bringer, request, payload, (body) => done(null, body));
    });
    app.post<{ Body: Buffer | WindowFault }>(
      UPLOAD_PATH,
      { schema: SCHEMA, validatorCompiler: () => () => true },
      async (request, reply) => {
        const body = request.body ?? Buffer.alloc(0);
        if (body instanceof WindowFault) throw body;
        checkContent(body);
        const fault = crowded(underWay);
        if (fault !== null) throw fault;
        underWay += 1;
        try {
          const taken = await platform.paymentData.upload(body);
          const answer = taken.ok
            ? writeUploaded(taken.value)
            : writeNotUploaded(taken.error, clock.now());
          return await reply.type('application/json; charset=utf-8').send(answer as never);
        } finally {
          underWay -= 1;
        }
      },
    );
  });
}
