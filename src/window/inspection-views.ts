import { businessDate, isoShanghai } from '../base/dates.ts';
import {
  ENDS,
  LABELS,
  MATTERS,
  RESULTS,
  type Words,
  wordsFor,
} from '../inspection/public-texts.ts';
import type { Published } from '../inspection/publication-store.ts';

/** The address of the file of a draw; null where there was none. */
function proofOf(day: string | null, sequence: number | null): string | null {
  return day === null || sequence === null ? null : `/draws/${day}/${sequence}.json`;
}

/** What everybody is told of an inspection, as JSON. */
export function publishedJson(one: Published) {
  const { listNo, serial, ends, enterpriseName, label, goodsClass, outcome, officers } = one;
  return {
    listNo,
    serial,
    ends,
    enterprise: enterpriseName,
    matter: { code: goodsClass, ...wordsFor(MATTERS, goodsClass) },
    label: { code: label, ...wordsFor(LABELS, label) },
    result: { code: outcome, ...wordsFor(ends === null ? RESULTS : ENDS, outcome) },
    concludedOn: businessDate(one.concludedAt),
    publishedAt: isoShanghai(one.publishedAt),
    officers: [...officers],
    targetsDraw: proofOf(one.drawnDay, one.drawnSequence),
    officersDraw: proofOf(one.officersDay, one.officersSequence),
  };
}

type Shown = ReturnType<typeof publishedJson>;

const COLUMNS: readonly (readonly [name: string, cell: (one: Shown) => string])[] = [
  ['listNo', ({ listNo }) => listNo],
  ['serial', ({ serial }) => String(serial)],
  ['enterprise', ({ enterprise }) => enterprise],
  ['matter', ({ matter }) => matter.code],
  ['matterZh', ({ matter }) => matter.zh],
  ['label', ({ label }) => label.code],
  ['labelZh', ({ label }) => label.zh],
  ['result', ({ result }) => result.code],
  ['resultZh', ({ result }) => result.zh],
  ['concludedOn', ({ concludedOn }) => concludedOn],
  ['publishedAt', ({ publishedAt }) => publishedAt],
  ['officers', ({ officers }) => officers.join(' ')],
  ['targetsDraw', ({ targetsDraw }) => targetsDraw ?? ''],
  ['officersDraw', ({ officersDraw }) => officersDraw ?? ''],
  ['ends', ({ ends }) => String(ends ?? '')],
];

/** A cell that no spreadsheet takes for a formula. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The same as CSV with a header line, RFC 4180, with the mark by which spreadsheets see UTF-8. */
export function publishedCsv(rows: readonly Published[]): string {
  const lines = rows.map(publishedJson).map((one) => COLUMNS.map(([, cell]) => csvCell(cell(one))));
  const head = COLUMNS.map(([name]) => name);
  return `\uFEFF${[head, ...lines].map((cells) => `${cells.join(',')}\r\n`).join('')}`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text of others, as text of a page. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

const both = ({ zh, en }: Words) =>
  `${escapeHtml(zh)}<br><span class="soft" lang="en">${escapeHtml(en)}</span>`;

function proofLink(address: string | null, words: Words): string {
  if (address === null) return '';
  return `<a href="/draws/verify#${address}">${words.zh} <span lang="en">${words.en}</span></a>`;
}

/** Which earlier row of the same list it ends. */
function endOf({ ends }: Shown): string {
  if (ends === null) return '';
  return `<br><span class="soft">扣留、移送的最终处理 <span lang="en">in the end</span></span>`;
}

/** One row of the table of the page. */
export function publishedRow(published: Published): string {
  const one = publishedJson(published);
  const proofs = [
    proofLink(one.targetsDraw, { zh: '对象', en: 'targets' }),
    proofLink(one.officersDraw, { zh: '人员', en: 'officers' }),
  ];
  const cells = [
    `<code>${escapeHtml(one.listNo)}</code><br>${escapeHtml(one.enterprise)}`,
    both(one.matter),
    both(one.label),
    both(one.result) + endOf(one),
    `<time>${one.concludedOn}</time>`,
    one.officers.map(escapeHtml).join('<br>'),
    proofs.filter((link) => link !== '').join('<br>'),
  ];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}
