import type { App, Parts } from './app.ts';
import { PAGE_CSP, PAGE_STYLE } from './page-style.ts';

const LINKS: readonly (readonly [string, string, string])[] = [
  ['/docs', '接口文档', 'API documentation'],
  ['/openapi.json', '接口定义', 'OpenAPI 3.1'],
  ['/inspections', '抽查结果公示', 'Results of inspections'],
  ['/healthz', '存活检查', 'Health'],
  ['/readyz', '就绪检查', 'Readiness'],
  ['/metrics', '运行指标', 'Metrics'],
];

const CONSOLE = ['/console/', '控制台', 'Console'] as const;

const STEPS: readonly (readonly [string, string, string, string])[] = [
  ['1', '报送', 'Send', 'POST /v1/messages'],
  ['2', '取回执', 'Read receipts', 'GET /v1/receipts?after=0&wait=30'],
  ['3', '查清单', 'Look up a list', 'GET /v1/declarations/{listNo}'],
];

/** The address as the reader has it; a header can hold anything, so only a plain one is shown. */
function example(host: string): string {
  const shown = /^[\w.:[\]-]{1,255}$/.test(host) ? host : 'localhost:1210';
  return `curl \\
  -H "Authorization: Bearer $TOKEN" \\
  -H "Content-Type: application/xml" \\
  --data-binary @message.xml \\
  http://${shown}/v1/messages`;
}

function page(ready: boolean, host: string, hasConsole: boolean): string {
  const state = ready
    ? '<span class="dot"></span> 正常受理 · ready'
    : '<span class="dot bad"></span> 暂不受理 · not ready';
  const links = [...(hasConsole ? [CONSOLE] : []), ...LINKS].map(
    ([href, zh, en]) => `<li><a href="${href}"><b>${zh}</b> ${en}<br><code>${href}</code></a></li>`,
  );
  const steps = STEPS.map(
    ([no, zh, en, call]) =>
      `<li><div><b>${no} ${zh}</b> ${en}<br><code>${call.replace('&', '&amp;')}</code></div></li>`,
  );
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Onestep · 跨境电商单一窗口</title>
<link rel="icon" href="data:,"><style>${PAGE_STYLE}</style></head>
<body><main>
<h1>Onestep</h1>
<p>跨境电商单一窗口：一次申报、一次查验、一次放行。</p>
<p class="soft" lang="en">The open single window for cross-border e-commerce:
one declaration, one inspection, one release.</p>
<p class="state" role="status">${state}</p>
<h2>申报企业 · For declarants</h2>
<ol>${steps.join('\n')}</ol>
<h2>发送一份报文 · Send a message</h2>
<pre>${example(host)}</pre>
<h2>入口 · Where to go</h2>
<ul>${links.join('\n')}</ul>
</main></body></html>
`;
}

/** `GET /`: a page for people who open the address in a browser. */
export function homeRoutes(app: App, { platform, stopping }: Parts, hasConsole: boolean): void {
  app.get('/', { schema: { hide: true } }, async (request, reply) => {
    const missing = stopping.aborted ? true : (await platform.ready()) !== null;
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', PAGE_CSP)
      .header('cache-control', 'no-store')
      .send(page(!missing, request.host, hasConsole));
  });
}
