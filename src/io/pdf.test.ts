import { expect, it } from 'vitest';
import { hasEmbeddedFonts, pdfPages, pdfText } from '../../test/pdf-text.ts';
import { type PdfPaper, writePdf } from './pdf.ts';

const paper = (over: Partial<PdfPaper> = {}): PdfPaper => ({
  title: '缴款通知书',
  facts: [
    ['编号', 'JK1'],
    ['企业', '郑州通关宝报关有限公司'],
    ['期限', '2020-11-02'],
  ],
  columns: [
    { title: '序号', share: 1 },
    { title: '税款', share: 2, isNumber: true },
  ],
  rows: [['1', '31.67']],
  sums: ['合计', '31.67'],
  notes: ['大写：人民币叁拾壹元陆角柒分'],
  foot: 'SHA-256 abc',
  ...over,
});

it('has its glyphs in the file, and its text can be read out', async () => {
  const bytes = await writePdf(paper(), 0);
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect(hasEmbeddedFonts(bytes)).toBe(true);
  const [text = ''] = pdfText(bytes);
  const said = [
    '缴款通知书',
    '郑州通关宝报关有限公司',
    '31.67',
    '人民币叁拾壹元陆角柒分',
    '第 1 页，共 1 页',
  ];
  for (const one of said) expect(text).toContain(one);
  // The 8 MB of the whole font are not in it.
  expect(bytes.length).toBeLessThan(100_000);
});

it('goes on over pages, with the head of the table and a number on each', async () => {
  const rows = Array.from({ length: 120 }, (_, i) => [String(i + 1), `${i}.00`]);
  const bytes = await writePdf(paper({ rows }), 0);
  const pages = pdfText(bytes);
  expect(pages.length).toBe(pdfPages(bytes));
  expect(pages.length).toBe(3);
  for (const [i, page] of pages.entries()) {
    expect(page).toContain('序号');
    expect(page).toContain(`第 ${i + 1} 页，共 3 页`);
    expect(page).toContain('SHA-256 abc');
  }
  const shown = pages.join('\n').split('\n');
  expect(rows.filter(([, tax]) => shown.filter((one) => one === tax).length !== 1)).toEqual([]);
  expect(pages[2]).toContain('合计');
});

it('is the same for the same paper and moment', async () => {
  expect(await writePdf(paper(), 5)).toEqual(await writePdf(paper(), 5));
});

it('shows what it cannot show as such, and turns nothing round', async () => {
  const name = '甲\u202Eexe.fdp\u0000\u{20BB7}\u{1F600}<b>';
  const [text] = pdfText(await writePdf(paper({ title: name }), 0));
  expect(text).toContain('甲〓exe.fdp〓〓〓<b>');
});
