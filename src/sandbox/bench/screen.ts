import { setTimeout as pause } from 'node:timers/promises';
import { assert } from '../../base/assert.ts';
import { type Answer, readAnswer } from './answer-json.ts';
import type { Numbers } from './list-page-json.ts';

/** Who asks. */
export type Asker = 'office' | 'agent' | 'keeper' | 'platform' | 'nobody';

/** Somebody who bought, with the number of an order. */
export type KnownBuyer = {
  readonly name: string;
  readonly idNumber: string;
  readonly number: string;
};

/** What there is to ask for. */
export type Subjects = {
  readonly lists: readonly Numbers[];
  readonly buyers: readonly KnownBuyer[];
  /** Numbers that were learned from lists of them, by what they are of. */
  readonly names: Readonly<Record<string, readonly string[]>>;
};

/** The things that are asked for at one time. */
export type Turn = {
  readonly list: Numbers;
  readonly buyer: KnownBuyer;
  /** One of the numbers that were learned. */
  name(of: string): string;
};

/** What one screen of the console asks for. */
export type Screen = {
  readonly name: string;
  readonly by: Asker;
  path(turn: Turn): string;
  /** What is sent with it, by POST. */
  body?(turn: Turn): object;
  /** The array of rows in the answer. */
  readonly rows?: string;
  /** What is looked for is not there. */
  readonly isEmpty?: boolean;
  /** Gone through from page to page, by this parameter. */
  readonly pages?: 'after' | 'before';
  /** Of the last row, behind which the next page begins, where the answer does not say it. */
  readonly key?: string;
};

/** Asks once, whoever it is. */
export type Ask = (
  by: Asker,
  path: string,
  body?: object,
) => Promise<{ readonly text: string; readonly milliseconds: number }>;

const BUSY = 429;
const PAUSE = 120;

/** Sends requests to a server; strangers wait until they are let in, which is not counted. */
export function askOf(url: string, headersOf: (by: Asker) => Record<string, string>): Ask {
  return async (by, path, body) => {
    const said = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    for (;;) {
      const begun = performance.now();
      const answer = await fetch(url + path, { ...said, headers: { ...headersOf(by), ...type } });
      const text = await answer.text();
      const milliseconds = performance.now() - begun;
      if (answer.status !== BUSY) {
        assert(answer.ok, `${path} answers ${answer.status}: ${text.slice(0, 200)}`);
        return { text, milliseconds };
      }
      await pause(PAUSE);
    }
  };
}

/** How far somebody goes on from page to page. */
const DEPTH = 10;
/** These make the connections and the plans of a server that has just started. */
const WARM = 5;

/**
 * Asks for one screen so many times: of other things, or the page after the one before.
 * @returns milliseconds of each, sorted
 */
export async function timeScreen(
  ask: Ask,
  screen: Screen,
  subjects: Subjects,
  asks: number,
): Promise<Float64Array> {
  const { by, pages } = screen;
  const warm = Math.min(WARM, asks);
  const times = new Float64Array(asks);
  let next: string | null = null;
  for (let i = 0; i < warm + asks; i += 1) {
    if (i % DEPTH === 0) next = null;
    const turn = turnOf(subjects, pages === undefined ? i : 0);
    const first = screen.path(turn);
    const path = next === null ? first : pageBehind(first, pages ?? 'after', next);
    const { text, milliseconds } = await ask(by, path, screen.body?.(turn));
    if (i >= warm) times[i - warm] = milliseconds;
    const answer = readAnswer(text, screen.rows ?? null, screen.key);
    if (next === null) checkRows(screen, answer, first);
    next = pages === undefined ? null : answer.next;
  }
  return times.sort();
}

/** What is measured has to be there, or must not be. */
function checkRows({ rows, isEmpty = false }: Screen, answer: Answer, path: string): void {
  if (rows === undefined) return;
  assert((answer.rows.length === 0) === isEmpty, `${path} has ${answer.rows.length} ${rows}`);
}

function turnOf({ lists, buyers, names }: Subjects, at: number): Turn {
  const nth = <T>(items: readonly T[], what: string): T => {
    assert(items.length > 0, `there is something to ask for: ${what}`);
    return items[at % items.length]!;
  };
  return {
    list: nth(lists, 'a list'),
    buyer: nth(buyers, 'a buyer'),
    name: (of) => nth(names[of] ?? [], of),
  };
}

const pageBehind = (path: string, by: string, next: string): string =>
  `${path}${path.includes('?') ? '&' : '?'}${by}=${encodeURIComponent(next)}`;
