import type { Personal } from './ceb/fields.ts';

/**
 * How personal texts look on screens and in answers: enough to recognise what one knows already,
 * too little to learn anything new (DESIGN section 3, Evidence). At least a third is hidden.
 */
const STAR = '*';

/** Masks a text of the given kind. */
export function mask(kind: Personal, text: string): string {
  switch (kind) {
    case 'id':
      return maskIdentity(text);
    case 'name':
      return maskName(text);
    case 'phone':
      return maskPhone(text);
    case 'address':
      return maskAddress(text);
  }
}

/** `11010519491231002X` -> `1101**********002X`: region and check stay, the birthday goes. */
export function maskIdentity(text: string): string {
  return keepEnds(text.trim(), 4, 4);
}

/** `张三` -> `张*`, `John Smith` -> `J*********`: the first character alone stays. */
export function maskName(text: string): string {
  return keepEnds(text.trim(), 1, 0);
}

/** `13800138000` -> `138****8000`, as phone numbers are commonly masked in China. */
export function maskPhone(text: string): string {
  return keepEnds(text.trim(), 3, 4);
}

/** `河南省郑州市管城区某路1号` -> `河南省郑州市******`: at most province and city stay. */
export function maskAddress(text: string): string {
  return keepEnds(text.trim(), 6, 0);
}

/** Keeps up to `head` and `tail` characters, but hides at least a third of the text. */
function keepEnds(text: string, head: number, tail: number): string {
  const points = [...text];
  const hidden = Math.max(Math.ceil(points.length / 3), points.length - head - tail);
  const first = Math.min(head, points.length - hidden);
  return [...points.slice(0, first), STAR.repeat(hidden), ...points.slice(first + hidden)].join('');
}
