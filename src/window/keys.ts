import { Type } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { DAY, type Instant, isBusinessDate, isoShanghai } from '../base/dates.ts';
import type { Keys } from '../flows/keys.ts';
import { keyFinding } from '../registry/key-codes.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import {
  CERTIFICATES,
  DECISION_BODY,
  OPEN_REQUESTS,
  REQUEST_BODY,
  REQUEST_ID,
  REQUEST_MADE,
  REQUESTS,
  SERIAL,
  TOKEN_BODY,
  TOKEN_LABEL,
  TOKEN_MADE,
  TOKENS,
} from './key-schemas.ts';
import { requestFinding, WindowFault } from './problem.ts';
import { checkRight } from './rights.ts';
import { found, REFUSED, schemasUnder, taken } from './route.ts';
import { FORBIDDEN, NOT_FOUND } from './schemas.ts';

const schemaOf = schemasUnder('keys');
/** Of calls that change something: they are for a person who has signed in. */
const changes = schemasUnder('keys', { ...FORBIDDEN, ...NOT_FOUND, ...REFUSED });
const officeSchema = schemasUnder('office', FORBIDDEN);

/** Bytes of a body: a certificate has some thousands. */
const BODY_BYTES = 20 * 1024;
const DONE = { 204: Type.Null({ description: 'Done' }) };

type Served = Pick<Parts['platform'], 'keys'>;

/** Tokens and certificates: of the enterprise that asks, and those that wait for an operator. */
export function keyRoutes(app: App, { platform, clock }: Pick<Parts, 'platform' | 'clock'>): void {
  tokenRoutes(app, platform);
  certificateRoutes(app, platform, () => clock.now());
  requestRoutes(app, platform);
  officeRoutes(app, platform);
}

/**
 * Keys are changed by a person who has signed in: a stolen token must not make itself another.
 * @throws WindowFault 403 for a program
 */
function personOf(request: FastifyRequest): string {
  if (request.session === null) throw new WindowFault('wrong-role', [NO_PERSON]);
  return viewerOf(request).code;
}

const NO_PERSON = requestFinding(
  'REQ-PERSON',
  { zh: '密钥只能由登录人员变更', en: 'keys are changed by a person who has signed in' },
  {
    hint: 'Sign in at the console, or ask the operator of the zone.',
    hintZh: '请登录控制台办理，或联系平台运营方。',
  },
);

const orNull = (at: Instant | null): string | null => (at === null ? null : isoShanghai(at));

function tokenRoutes(app: App, { keys }: Served): void {
  const listed = schemaOf('listTokens', 'List your tokens.', '列出本企业的令牌。', { 200: TOKENS });
  app.get('/v1/tokens', { schema: listed }, async (request, reply) => {
    const tokens = await keys.tokens(viewerOf(request).code);
    const shown = tokens.map(({ label, state, ...at }) => ({
      ...{ label, state, madeAt: orNull(at.madeAt), usedAt: orNull(at.usedAt) },
      ...{ expiresAt: orNull(at.expiresAt), revokedAt: orNull(at.revokedAt) },
    }));
    return reply.send({ tokens: shown });
  });
  const made = changes(
    'makeToken',
    'Make a token for a program of yours. It is shown only this once. For a person who has ' +
      'signed in, not for a program.',
    '新建令牌，仅显示一次；须登录办理。',
    { 201: TOKEN_MADE },
  );
  const madeSchema = { ...made, body: TOKEN_BODY };
  app.post('/v1/tokens', { bodyLimit: BODY_BYTES, schema: madeSchema }, async (request, reply) => {
    const code = personOf(request);
    const { label, expires = null } = request.body;
    if (expires !== null && !isBusinessDate(expires)) {
      throw new WindowFault('refused', [keyFinding('KEY-DAY', 'expires')]);
    }
    const { token, expiresAt } = taken(await keys.makeToken(code, label, expires));
    return reply.code(201).send({ label, token, expiresAt: orNull(expiresAt) });
  });
  const revoked = changes(
    'revokeToken',
    'Revoke a token: it opens nothing any more, within a second everywhere.',
    '吊销令牌，约一秒内全部生效。',
    DONE,
  );
  const revokedSchema = { ...revoked, params: TOKEN_LABEL };
  app.delete('/v1/tokens/:label', { schema: revokedSchema }, async (request, reply) => {
    const isDone = await keys.revokeToken(personOf(request), request.params.label);
    if (!isDone) throw new WindowFault('not-found');
    return reply.code(204).send(null);
  });
}

type Certificate = Awaited<ReturnType<Parts['platform']['keys']['certificates']>>[number];

/** A certificate on file as JSON. */
export const certificateJson = (one: Certificate, now: Instant) => ({
  ...spanJson(one),
  revokedAt: orNull(one.revokedAt),
  daysLeft: Math.max(0, Math.floor((one.validUntil - now) / DAY)),
});

function certificateRoutes(app: App, { keys }: Served, now: () => Instant): void {
  const listed = schemaOf(
    'listCertificates',
    'List your signing certificates on file.',
    '列出本企业已登记的签名证书。',
    { 200: CERTIFICATES },
  );
  app.get('/v1/certificates', { schema: listed }, async (request, reply) => {
    const certificates = await keys.certificates(viewerOf(request).code);
    return reply.send({ certificates: certificates.map((one) => certificateJson(one, now())) });
  });
  const revoked = changes(
    'revokeCertificate',
    'Revoke a certificate of yours for ever: nothing signed with it is taken from now on.',
    '永久吊销证书：此后以其签名的报文一律不予接收。',
    DONE,
  );
  const revokedSchema = { ...revoked, params: SERIAL };
  app.delete('/v1/certificates/:serial', { schema: revokedSchema }, async (request, reply) => {
    const isDone = await keys.revokeCertificate(personOf(request), request.params.serial);
    if (!isDone) throw new WindowFault('not-found');
    return reply.code(204).send(null);
  });
}

function spanJson<Row extends { readonly validFrom: Instant; readonly validUntil: Instant }>(
  row: Row,
) {
  const { validFrom, validUntil } = row;
  return { ...row, validFrom: isoShanghai(validFrom), validUntil: isoShanghai(validUntil) };
}

type Asked = Awaited<ReturnType<Keys['requests']>>[number];

const requestJson = <Row extends Asked>(row: Row) => ({
  ...spanJson(row),
  askedAt: isoShanghai(row.askedAt),
  decidedAt: orNull(row.decidedAt),
});

function requestRoutes(app: App, { keys }: Served): void {
  const listed = schemaOf(
    'listCertificateRequests',
    'List the certificates that you asked to have registered.',
    '列出本企业提交登记的证书及审核结果。',
    { 200: REQUESTS },
  );
  app.get('/v1/certificates/requests', { schema: listed }, async (request, reply) => {
    const requests = await keys.requests(viewerOf(request).code);
    return reply.send({ requests: requests.map(requestJson) });
  });
  const asked = changes(
    'askForCertificate',
    'Ask to have a certificate registered that your authority issued. An operator compares it ' +
      'with your papers; until then nothing changes. Never send a key.',
    '提交 CA 机构签发的证书申请登记，由平台运营方核对后生效；切勿上传私钥。',
    { 201: REQUEST_MADE },
  );
  app.post(
    '/v1/certificates/requests',
    { bodyLimit: BODY_BYTES, schema: { ...asked, body: REQUEST_BODY } },
    async (request, reply) => {
      const id = taken(await keys.askFor(personOf(request), request.body.pem));
      return reply.code(201).send({ id });
    },
  );
  const back = changes(
    'takeBackCertificateRequest',
    'Take a request back that waits for an operator.',
    '撤回待审核的证书登记申请。',
    DONE,
  );
  const backSchema = { ...back, params: REQUEST_ID };
  app.delete('/v1/certificates/requests/:id', { schema: backSchema }, async (request, reply) => {
    found(taken(await keys.takeBack(personOf(request), request.params.id)));
    return reply.code(204).send(null);
  });
}

function officeRoutes(app: App, { keys }: Served): void {
  const listed = officeSchema(
    'listOpenCertificateRequests',
    'Certificates of enterprises that wait for an operator, the oldest first.',
    '列出待审核的企业证书登记申请。',
    { 200: OPEN_REQUESTS },
  );
  app.get('/v1/office/certificates', { schema: listed }, async (request, reply) => {
    checkRight(request, 'keys.decide');
    return reply.send({ requests: (await keys.openRequests()).map(requestJson) });
  });
  const decided = schemasUnder('office', { ...FORBIDDEN, ...NOT_FOUND, ...REFUSED })(
    'decideCertificateRequest',
    'Register the certificate of a request, or refuse it with a reason.',
    '审核证书登记申请：同意登记，或说明原因后拒绝。',
    DONE,
  );
  const schema = { ...decided, params: REQUEST_ID, body: DECISION_BODY };
  const options = { bodyLimit: BODY_BYTES, schema };
  app.post('/v1/office/certificates/:id', options, async (request, reply) => {
    checkRight(request, 'keys.decide');
    const { accept, reason = null } = request.body;
    const said = { accept, reason, by: request.officer?.number ?? '' };
    found(taken(await keys.decide(request.params.id, said)));
    return reply.code(204).send(null);
  });
}
