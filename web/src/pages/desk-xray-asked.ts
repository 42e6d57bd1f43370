import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { askedWith } from '../app/address.ts';
import { useSettled } from '../app/settled.ts';

/** How often an image can be enlarged. */
export const MOST = 8;

/** How an image is looked at: its size, and its light in percent. */
export type Look = {
  readonly zoom: number;
  readonly brightness: number;
  readonly contrast: number;
  /** 1 where light and dark are turned round. */
  readonly invert: number;
};

/** What an address that does not name it says, and what else it may say. */
const PARTS = {
  zoom: [1, /^[1248]$/],
  brightness: [100, /^([5-9]|1\d|2\d|30)0$/],
  contrast: [100, /^([5-9]|1\d|2\d|30)0$/],
  invert: [0, /^[01]$/],
} as const satisfies Record<keyof Look, readonly [usual: number, form: RegExp]>;
const NAMES = Object.keys(PARTS) as (keyof Look)[];

/**
 * How an image is looked at, kept in the address by its parts; from the second image of a page on
 * with its place behind the name. A change replaces the address once it has stood still, so that
 * the way back leads to the page before and not through each step.
 * @param place of the image in the page, from 0
 */
export function useLook(place: number) {
  const suffix = place === 0 ? '' : `${place + 1}`;
  const [search, setSearch] = useSearchParams();
  const [look, setLook] = useState(() => readLook(search, suffix));
  const settled = useSettled(look);
  useEffect(() => {
    const next = askedWith(partsOf(settled, suffix));
    if (next.toString() !== search.toString()) setSearch(next, { replace: true });
  }, [settled, suffix, search, setSearch]);
  const change = (changes: Partial<Look>): void => setLook((now) => ({ ...now, ...changes }));
  return { look, change };
}

function readLook(search: URLSearchParams, suffix: string): Look {
  const values = NAMES.map((name) => {
    const [usual, form] = PARTS[name];
    const text = search.get(name + suffix) ?? '';
    return [name, form.test(text) ? Number(text) : usual];
  });
  return Object.fromEntries(values) as Look;
}

/** Parts of an address; what is usual is left out of it. */
function partsOf(look: Look, suffix: string): Record<string, string> {
  const values = NAMES.map((name) => {
    return [name + suffix, look[name] === PARTS[name][0] ? '' : String(look[name])];
  });
  return Object.fromEntries(values);
}
