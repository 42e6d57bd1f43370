import type { App, Parts } from './app.ts';

const LINKS: readonly (readonly [string, string, string])[] = [
  ['/docs', '接口文档', 'API documentation'],
  ['/openapi.json', '接口定义', 'OpenAPI 3.1'],
  ['/healthz', '存活检查', 'Health'],
  ['/readyz', '就绪检查', 'Readiness'],
  ['/metrics', '运行指标', 'Metrics'],
];

const STEPS: readonly (readonly [string, string, string, string])[] = [
  ['1', '报送', 'Send', 'POST /v1/messages'],
  ['2', '取回执', 'Read receipts', 'GET /v1/receipts?after=0&wait=30'],
  ['3', '查清单', 'Look up a list', 'GET /v1/declarations/{listNo}'],
];

const STYLE = `
:root { color-scheme: light dark; --bg: #f6f7f9; --card: #fff; --ink: #1b2430; --soft: #566273;
  --line: #dde2e9; --accent: #0b5cad; --good: #1a7f4b; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --bg: #11161d; --card: #1a212b; --ink: #e8edf3;
  --soft: #9fadbd; --line: #2c3745; --accent: #79b8ff; --good: #5fd39a; --bad: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--ink); line-height: 1.55;
  font-family: system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.25rem; }
h1 { margin: 0; font-size: 2rem; letter-spacing: -0.01em; }
h2 { font-size: 1.05rem; margin: 2rem 0 .75rem; }
p { margin: .4rem 0; } .soft { color: var(--soft); }
.state { display: inline-flex; align-items: center; gap: .5rem; margin-top: 1rem;
  padding: .3rem .8rem; border: 1px solid var(--line); border-radius: 99px;
  background: var(--card); }
.dot { width: .6rem; height: .6rem; border-radius: 50%; background: var(--good); }
.dot.bad { background: var(--bad); }
ul, ol { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); }
li { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; }
li > a, li > div { display: block; padding: .8rem 1rem; color: inherit; text-decoration: none; }
li > a:hover, li > a:focus-visible { outline: 2px solid var(--accent); border-radius: .6rem; }
b { color: var(--accent); font-weight: 600; }
code, pre { font: .85rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
code { overflow-wrap: anywhere; color: var(--soft); }
pre { background: var(--card); border: 1px solid var(--line); border-radius: .6rem;
  padding: .9rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
`;

/** The address as the reader has it; a header can hold anything, so only a plain one is shown. */
function example(host: string): string {
  const shown = /^[\w.:[\]-]{1,255}$/.test(host) ? host : 'localhost:1210';
  return `curl \\
  -H "Authorization: Bearer $TOKEN" \\
  -H "Content-Type: application/xml" \\
  --data-binary @message.xml \\
  http://${shown}/v1/messages`;
}

function page(ready: boolean, host: string): string {
  const state = ready
    ? '<span class="dot"></span> 正常受理 · ready'
    : '<span class="dot bad"></span> 暂不受理 · not ready';
  const links = LINKS.map(
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
<link rel="icon" href="data:,"><style>${STYLE}</style></head>
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
export function homeRoutes(app: App, { platform, stopping }: Parts): void {
  app.get('/', { schema: { hide: true } }, async (request, reply) => {
    const missing = stopping.aborted ? true : (await platform.ready()) !== null;
    return reply
      .type('text/html; charset=utf-8')
      .header(
        'content-security-policy',
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
      )
      .header('cache-control', 'no-store')
      .send(page(!missing, request.host));
  });
}
