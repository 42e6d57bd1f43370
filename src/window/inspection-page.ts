import type { Published } from '../inspection/publication-store.ts';
import { escapeHtml, publishedRow } from './inspection-views.ts';
import { PAGE_STYLE } from './page-style.ts';

const STYLE = `${PAGE_STYLE}
main { max-width: 76rem; }
form { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; margin: 1rem 0; }
input, button { font: inherit; padding: .3rem .6rem; border: 1px solid var(--line);
  border-radius: .4rem; background: var(--card); color: inherit; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem;
  border-bottom: 1px solid var(--line); }
td { overflow-wrap: break-word; } td code { overflow-wrap: normal; }
time { white-space: nowrap; } a { color: var(--accent); }
`;

const HEADS = [
  ['抽查对象', 'Target'],
  ['事项', 'Matter'],
  ['类别', 'Label'],
  ['结果', 'Result'],
  ['日期', 'Date'],
  ['执法人员', 'Officers'],
  ['抽取', 'Draw'],
];

export type PageView = {
  readonly rows: readonly Published[];
  readonly from: string;
  readonly to: string;
  /** The query of the next page; null on the last one. */
  readonly next: string | null;
};

/** The page of published inspections. */
export function inspectionPage({ rows, from, to, next }: PageView): string {
  const heads = HEADS.map(([zh, en]) => `<th scope="col">${zh} <span lang="en">${en}</span></th>`);
  const period = `from=${from}&amp;to=${to}`;
  const table =
    rows.length === 0
      ? '<p>此期间没有已公布的查验。<span lang="en">Nothing is published of this period.</span></p>'
      : `<div class="wide"><table><thead><tr>${heads.join('')}</tr></thead>
<tbody>${rows.map(publishedRow).join('\n')}</tbody></table></div>`;
  const more =
    next === null
      ? ''
      : `<p><a rel="next" href="/inspections?${escapeHtml(next)}">下一页 · Next page</a></p>`;
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>查验结果公示 · Results of inspections</title>
<link rel="icon" href="data:,"><style>${STYLE}</style></head>
<body><main>
<h1>查验结果公示</h1>
<p>双随机、一公开：抽查对象与执法人员均随机抽取，任何人都可以重新计算每次抽取。</p>
<p class="soft" lang="en">Results of inspections. Targets and officers are drawn at random,
and anybody can compute each draw again. A draw is shown when nobody in it waits to be
inspected any more.</p>
<form method="get" action="/inspections">
<label>起 From <input type="date" name="from" value="${from}"></label>
<label>止 To <input type="date" name="to" value="${to}"></label>
<button type="submit">查询 Show</button>
</form>
<p><a href="/inspections.csv?${period}">CSV</a> · <a href="/inspections.json?${period}">JSON</a> ·
<a href="/draws">抽取日志 Journal of draws</a> ·
<a href="/draws/verify">核验抽取 Verify a draw</a></p>
${table}
${more}
</main></body></html>
`;
}
