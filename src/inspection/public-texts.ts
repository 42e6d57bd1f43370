/** Words for people, in both languages. */
export type Words = { readonly zh: string; readonly en: string };

/** What was looked at, by the class of the goods. */
export const MATTERS: Readonly<Record<string, Words>> = {
  ORDINARY: { zh: '零售进口商品与申报是否相符', en: 'whether goods are as declared' },
  CONDITIONAL: {
    zh: '零售进口商品与申报及正面清单备注是否相符',
    en: 'whether goods are as declared and as the positive list permits',
  },
  QUARANTINE: {
    zh: '零售进口商品与申报是否相符及检疫',
    en: 'whether goods are as declared, and quarantine',
  },
};

/** Why it was looked at. */
export const LABELS: Readonly<Record<string, Words>> = {
  random: { zh: '随机抽查', en: 'drawn at random' },
  targeted: { zh: '风险布控', en: 'chosen by a risk rule' },
  forced: { zh: '沙箱指定', en: 'asked for by an order number of a sandbox' },
  ordered: { zh: '指令查验', en: 'ordered' },
};

/** What came of it. */
export const RESULTS: Readonly<Record<string, Words>> = {
  release: { zh: '未发现问题，放行', en: 'nothing found, released' },
  amend: { zh: '退单，修改后重新申报', en: 'returned, to be mended and declared again' },
  return: { zh: '退运出境', en: 'sent back abroad' },
  destroy: { zh: '销毁', en: 'destroyed' },
  detain: { zh: '扣留', en: 'detained' },
  transfer: { zh: '移送缉私部门', en: 'handed to the anti-smuggling office' },
};

/** What came in the end of what was detained or handed over. */
export const ENDS: Readonly<Record<string, Words>> = {
  ...RESULTS,
  release: { zh: '不再扣留，放行', en: 'held no more, released' },
};

/** The words for a code; the code itself where there are none. */
export function wordsFor(table: Readonly<Record<string, Words>>, code: string): Words {
  return table[code] ?? { zh: code, en: code };
}
