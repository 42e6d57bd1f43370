/** A JSON value as this project hashes it: numbers are whole. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/**
 * The one text of a value: members in the order of their names, no white space, numbers and texts
 * as ECMAScript writes them. This is RFC 8785 for values whose numbers are safe integers.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object' || isOrdered(value)) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.keys(value).sort();
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key]!)}`)}}`;
}

/** Whether it is written in this order anyway: registries are made so, for each costs its time. */
function isOrdered(value: Json): boolean {
  if (value === null || typeof value !== 'object') return true;
  if (isList(value)) return value.every(isOrdered);
  let before = '';
  for (const key in value) {
    if (key < before || !isOrdered(value[key]!)) return false;
    before = key;
  }
  return true;
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value);
