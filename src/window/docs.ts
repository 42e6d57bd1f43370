import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { App } from './app.ts';
import { SHARED_SCHEMAS } from './schemas.ts';

const INTRODUCTION =
  'The door for declarants: signed messages in, receipts out. Every address under `/v1` needs ' +
  '`Authorization: Bearer <token of an enterprise>`. Errors are `application/problem+json` ' +
  '(RFC 9457) with all `findings` at once.\n\n' +
  '面向申报企业的接口：报送已签名的业务报文，读取回执。错误以 problem+json 返回，并一次列出全部问题。';

/** Nothing from elsewhere; the styles that the page makes for itself are inline ones. */
const CSP =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "base-uri 'self'; object-src 'none'; frame-ancestors 'none'";

/** The page brings no Chinese font; those of the system are named. */
const FONTS = `.swagger-ui, .swagger-ui .info .title, .swagger-ui .opblock-tag {
  font-family: system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }`;

/** Must come before the routes: describes those registered after it. */
export async function describeRoutes(app: App, version: string): Promise<void> {
  for (const schema of SHARED_SCHEMAS) app.addSchema(schema);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Onestep',
        version,
        description: INTRODUCTION,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      tags: [
        { name: 'messages', description: '报文 Signed messages in' },
        { name: 'session', description: '登录 Sign-in of the console' },
        { name: 'receipts', description: '回执 Receipts out' },
        { name: 'webhooks', description: '推送 Receipts sent to you' },
        { name: 'declarations', description: '清单 Declaration lists' },
        { name: 'repairs', description: '批量更正 Returned lists, corrected in bulk' },
        { name: 'exports', description: '出口 Channels and customs declarations of exports' },
        { name: 'lane', description: '分拣线 Sorting lines' },
        { name: 'payment data', description: '支付数据 Original payment data' },
        { name: 'buyers', description: '订购人 Buyers' },
        { name: 'inspections', description: '查验公示 Results of inspections' },
        { name: 'imports', description: '进口统计 Statistics of imports' },
        { name: 'office', description: '查验 Officers and their tasks, with tokens of officers' },
        { name: 'operations', description: '运维 Health and figures' },
      ],
      components: {
        securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      },
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, i) => String(json.$id ?? i) },
    transform: ({ schema, url }) => ({
      schema: /^\/v1\/(?!public\/)/.test(url) ? { ...schema, security: [{ token: [] }] } : schema,
      url,
    }),
  });
}

/** `/docs`, the browsable description; all of it comes from this server. */
export async function docsRoutes(app: App): Promise<void> {
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => {
    return reply.type('application/json; charset=utf-8').send(app.swagger());
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: CSP,
    uiConfig: {
      docExpansion: 'list',
      deepLinking: true,
      persistAuthorization: true,
      // Without the bar on top, whose box would load descriptions from elsewhere.
      layout: 'BaseLayout',
    },
    theme: { title: 'Onestep API', css: [{ filename: 'fonts.css', content: FONTS }] },
  });
}
