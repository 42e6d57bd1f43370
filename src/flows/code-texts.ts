import { B2B_CODES } from '../b2b/codes.ts';
import type { Direction } from '../base/direction.ts';
import { CODES } from '../clearance/codes.ts';
import { EXPORT_CODES } from '../export/codes.ts';

type Text = { readonly zh: string; readonly en: string };

const TEXTS: Readonly<Record<Direction, Readonly<Record<string, Text>>>> = {
  import: CODES,
  export: { ...EXPORT_CODES, ...B2B_CODES },
};

/** What a code says of what goes this way, without the values of a case; else the code itself. */
export function codeText(direction: Direction, code: string): Text {
  const { zh, en } = TEXTS[direction][code] ?? { zh: code, en: code };
  const bare = (text: string): string => text.replace(/\{\w+\}/g, '*');
  return { zh: bare(zh), en: bare(en) };
}
