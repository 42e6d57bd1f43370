import type { Instant } from '../base/dates.ts';

/** Where a page ended: the time of its last line, and what parts lines of the same time. */
export type Place = { readonly at: Instant; readonly name: string };

/** A place as the address of the next page has it: milliseconds, `~`, and the name. */
export function placeText({ at, name }: Place): string {
  return `${at}~${name}`;
}

/** The place of a text that a schema has checked. */
export function placeOf(text: string): Place {
  const cut = text.indexOf('~');
  return { at: Number(text.slice(0, cut)), name: text.slice(cut + 1) };
}
