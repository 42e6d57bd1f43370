import { Type } from '@fastify/type-provider-typebox';
import { isoShanghai } from '../base/dates.ts';
import { endpointJson } from '../webhooks/json.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { requestFinding, WindowFault } from './problem.ts';
import { found, REFUSED, schemasUnder, taken } from './route.ts';
import { NOT_FOUND, PROBLEM_ANSWERS } from './schemas.ts';
import {
  ATTEMPTS,
  CHANGE_BODY,
  CREATE_BODY,
  ID_PARAMS,
  REPLAY_BODY,
  SECRET_BODY,
  TEST_ANSWER,
  WEBHOOK,
  WEBHOOK_LIST,
  WEBHOOK_WITH_SECRET,
} from './webhook-schemas.ts';

/** Bytes of the body of a call; the largest that is sound has about 4 KB. */
const BODY_BYTES = 16 * 1024;

const DELETED = { 204: Type.Null({ description: 'It is gone' }) };

const schemaOf = schemasUnder('webhooks');

const TESTING = requestFinding(
  'REQ-TESTING',
  { zh: '上一次测试尚未结束', en: 'another test of this enterprise is under way' },
  { hint: 'Wait for its answer.', hintZh: '请等待其结果。' },
);

/** `/v1/webhooks`: endpoints to which receipts are sent. */
export function webhookRoutes(app: App, parts: Parts): void {
  collection(app, parts);
  single(app, parts);
  actions(app, parts);
}

function collection(app: App, { platform: { webhooks } }: Parts): void {
  const created = schemaOf(
    'createWebhook',
    'Create a webhook: receipts are then sent to its address, signed as Standard Webhooks ' +
      'has it. The secret is shown only this once.',
    '新建推送地址：回执按 Standard Webhooks 签名推送；密钥仅显示一次。',
    { 201: WEBHOOK_WITH_SECRET },
  );
  app.post(
    '/v1/webhooks',
    {
      bodyLimit: BODY_BYTES,
      schema: { ...created, body: CREATE_BODY, response: { ...created.response, ...REFUSED } },
    },
    async (request, reply) => {
      const { after, ...rest } = request.body;
      const body = after === undefined ? rest : { ...rest, after: BigInt(after) };
      const endpoint = taken(await webhooks.create(viewerOf(request).code, body));
      return reply.code(201).send({ ...endpointJson(endpoint), secret: endpoint.secret });
    },
  );
  const listed = schemaOf('listWebhooks', 'List your webhooks.', '列出推送地址。', {
    200: WEBHOOK_LIST,
  });
  app.get('/v1/webhooks', { schema: listed }, async (request, reply) => {
    const all = await webhooks.list(viewerOf(request).code);
    return reply.send({ webhooks: all.map(endpointJson) });
  });
}

function single(app: App, { platform: { webhooks } }: Parts): void {
  const read = schemaOf(
    'readWebhook',
    'Read one webhook: how far it is, and why it stands still.',
    '查询推送地址的进度与最近错误。',
    { 200: WEBHOOK },
  );
  const params = ID_PARAMS;
  const readSchema = { ...read, params, response: { ...read.response, ...NOT_FOUND } };
  app.get('/v1/webhooks/:id', { schema: readSchema }, async (request, reply) => {
    const endpoint = await webhooks.find(viewerOf(request).code, request.params.id);
    return reply.send(endpointJson(found(endpoint)));
  });
  const changed = schemaOf(
    'changeWebhook',
    'Change a webhook; what is not given stays. What waits is tried again at once.',
    '修改推送地址；未给出的内容不变，待发内容立即重试。',
    { 200: WEBHOOK },
  );
  app.patch(
    '/v1/webhooks/:id',
    {
      bodyLimit: BODY_BYTES,
      schema: {
        ...{ ...changed, params, body: CHANGE_BODY },
        response: { ...changed.response, ...NOT_FOUND, ...REFUSED },
      },
    },
    async (request, reply) => {
      const code = viewerOf(request).code;
      const endpoint = taken(await webhooks.change(code, request.params.id, request.body));
      return reply.send(endpointJson(found(endpoint)));
    },
  );
  const deleted = schemaOf('deleteWebhook', 'Delete a webhook.', '删除推送地址。', DELETED);
  const deleteSchema = { ...deleted, params, response: { ...deleted.response, ...NOT_FOUND } };
  app.delete('/v1/webhooks/:id', { schema: deleteSchema }, async (request, reply) => {
    const isGone = await webhooks.remove(viewerOf(request).code, request.params.id);
    if (!isGone) throw new WindowFault('not-found');
    return reply.code(204).send(null);
  });
}

function actions(app: App, { platform: { webhooks } }: Parts): void {
  const params = ID_PARAMS;
  const rotated = schemaOf(
    'rotateWebhookSecret',
    'Replace the secret: messages carry the signatures of both until the overlap is over. The ' +
      'new one is shown only this once.',
    '更换密钥：重叠期内同时使用新旧密钥签名；新密钥仅显示一次。',
    { 200: WEBHOOK_WITH_SECRET },
  );
  app.post(
    '/v1/webhooks/:id/secret',
    {
      bodyLimit: BODY_BYTES,
      schema: {
        ...{ ...rotated, params, body: SECRET_BODY },
        response: { ...rotated.response, ...NOT_FOUND },
      },
    },
    async (request, reply) => {
      const { overlapHours } = request.body;
      const code = viewerOf(request).code;
      const endpoint = found(await webhooks.rotate(code, request.params.id, overlapHours));
      return reply.send({ ...endpointJson(endpoint), secret: endpoint.secret });
    },
  );
  const replayed = schemaOf(
    'replayWebhook',
    'Send everything behind a cursor again, in order.',
    '从指定游标起按顺序重新推送。',
    { 200: WEBHOOK },
  );
  app.post(
    '/v1/webhooks/:id/replay',
    {
      bodyLimit: BODY_BYTES,
      schema: {
        ...{ ...replayed, params, body: REPLAY_BODY },
        response: { ...replayed.response, ...NOT_FOUND, ...REFUSED },
      },
    },
    async (request, reply) => {
      const after = BigInt(request.body.after);
      const code = viewerOf(request).code;
      const endpoint = taken(await webhooks.replay(code, request.params.id, after));
      return reply.send(endpointJson(found(endpoint)));
    },
  );
  attempts(app, webhooks);
  testing(app, webhooks);
}

function attempts(app: App, webhooks: Parts['platform']['webhooks']): void {
  const sent = schemaOf(
    'listWebhookAttempts',
    'List the last messages to a webhook, at most 100: when, how many receipts, what came of it.',
    '列出最近 100 次推送的时间、内容范围与结果。',
    { 200: ATTEMPTS },
  );
  const schema = { ...sent, params: ID_PARAMS, response: { ...sent.response, ...NOT_FOUND } };
  app.get('/v1/webhooks/:id/attempts', { schema }, async (request, reply) => {
    const all = found(await webhooks.attempts(viewerOf(request).code, request.params.id));
    const shown = all.map(({ number, at, after, through, ...rest }) => ({
      ...{ number: Number(number), at: isoShanghai(at), ...rest },
      ...{ after: Number(after), through: Number(through) },
    }));
    return reply.send({ attempts: shown });
  });
}

function testing(app: App, webhooks: Parts['platform']['webhooks']): void {
  const busy = new Set<string>();
  const tested = schemaOf(
    'testWebhook',
    'Send a test event now, and learn what came of it.',
    '立即发送测试事件并返回结果。',
    { 200: TEST_ANSWER },
  );
  const answers = { ...tested.response, ...NOT_FOUND, 429: PROBLEM_ANSWERS[429] };
  const schema = { ...tested, params: ID_PARAMS, response: answers };
  app.post('/v1/webhooks/:id/test', { schema }, async (request, reply) => {
    const { code } = viewerOf(request);
    // A test may take as long as its receiver likes: one at a time for each enterprise.
    if (busy.has(code)) throw new WindowFault('overload', [TESTING]);
    busy.add(code);
    try {
      const { error, milliseconds } = found(await webhooks.test(code, request.params.id));
      return await reply.send({ delivered: error === null, error, milliseconds });
    } finally {
      busy.delete(code);
    }
  });
}
