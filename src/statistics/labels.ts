import type { Dimension } from './trade.ts';
import { OTHERS } from './veil.ts';

/** A name in both languages. */
export type Label = { readonly zh: string; readonly en: string };

/** The name of a code; null where a code has no other. */
export type Labels = (dimension: Dimension, code: string) => Label | null;

const CHANNELS: Readonly<Record<string, Label>> = {
  A: { zh: '清单核放、汇总统计', en: 'List release, summary statistics' },
  B: { zh: '清单核放、汇总申报', en: 'List release, summary declaration' },
  L: { zh: 'B2B 清单通关', en: 'List channel of B2B' },
  D: { zh: 'B2B 报关单', en: 'Customs declarations of B2B' },
};

/** The tables of the law that name codes; `names` are of enterprises. */
const TABLES: Readonly<Partial<Record<Dimension, string>>> = {
  mode: 'tradeMode',
  country: 'country',
  destination: 'country',
  origin: 'country',
  office: 'customs',
  port: 'customs',
  unit: 'unit',
  currency: 'currency',
};

type Codes = Readonly<Record<string, ReadonlyMap<string, Label>>>;

/** Names by the code tables of the law in force and the register of enterprises. */
export function labelsBy(codes: Codes, nameOf: (enterprise: string) => string | null): Labels {
  return (dimension, code) => {
    if (code.endsWith(OTHERS)) return othersLabel(code.slice(0, -OTHERS.length));
    if (dimension === 'channel') return CHANNELS[code] ?? null;
    if (dimension === 'enterprise') {
      const name = nameOf(code);
      return name === null ? null : { zh: name, en: name };
    }
    const table = TABLES[dimension];
    return table === undefined ? null : (codes[table]?.get(code) ?? null);
  };
}

function othersLabel(chapter: string): Label {
  if (chapter === '') return { zh: '其他', en: 'Others' };
  return { zh: `第${chapter}章其他`, en: `Others of chapter ${chapter}` };
}
