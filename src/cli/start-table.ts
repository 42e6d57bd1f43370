import { type Fen, formatFen } from '../base/fen.ts';
import type { SendProgress } from '../sandbox/send/journey.ts';
import type { paintFor } from './terminal.ts';

/** What the live table of `onestep start` tells at one moment. */
export type Scene = {
  readonly progress: SendProgress;
  /** Tax of the released parcels, fen. */
  readonly tax: Fen;
  /** Seconds since the first message. */
  readonly seconds: number;
};

/** Lists in each of the states that people ask for. */
export type Counts = {
  readonly declared: number;
  readonly decided: number;
  readonly waiting: number;
  readonly released: number;
  readonly returned: number;
  readonly refused: number;
  readonly held: number;
};

const UNDECIDED = ['1', '2', '3', '4', '120', '400'];
const REASONS = 6;
const WIDTH = 100;

/** The counts of a progress. A refused list breaks the message rules, a returned one the law. */
export function countsOf({ lists }: SendProgress): Counts {
  const sum = (take: (status: string) => boolean): number =>
    Object.entries(lists).reduce((all, [status, count]) => all + (take(status) ? count : 0), 0);
  const released = sum((status) => status === '800' || status === '899');
  const returned = sum((status) => status === '100');
  const refused = sum((status) => status.startsWith('-'));
  const held = sum((status) => status === '300' || status === '600');
  return {
    declared: sum((status) => status !== 'sent'),
    decided: released + returned + refused + held,
    waiting: sum((status) => UNDECIDED.includes(status)),
    ...{ released, returned, refused, held },
  };
}

/** The table as lines, always the same number of them until there are more reasons. */
export function tableLines(scene: Scene, paint: ReturnType<typeof paintFor>): string[] {
  const { progress, tax } = scene;
  const counts = countsOf(progress);
  const row = (zh: string, en: string, count: number, more: string): string =>
    `  ${zh}  ${en.padEnd(9)} ${String(count).padStart(6)}   ${more}`.trimEnd();
  const away = progress.refused === 0 ? '' : `, ${progress.refused} turned away at the door`;
  return [
    row(
      '申报',
      'declared',
      counts.declared,
      `in ${progress.sent} of ${progress.messages} signed messages${away}`,
    ),
    row('等待', 'waiting', counts.waiting, 'for their order, payment, waybill or arrival'),
    paint(
      'green',
      row('放行', 'released', counts.released, `import tax ${formatFen(tax)} CNY  税款`),
    ),
    paint('red', row('退单', 'returned', counts.returned, 'against the law of the day')),
    paint('red', row('拒收', 'refused', counts.refused, 'conflict with an earlier document')),
    paint('yellow', row('挂起', 'held', counts.held, 'until what is missing has come')),
    `  ${paceOf(scene)}`,
    ...reasonLines(progress, paint),
  ];
}

/** Decided parcels per second, in words; what was known before was not decided now. */
export function paceOf({ progress, seconds }: Scene): string {
  const { decided } = countsOf(progress);
  if (progress.duplicates * 2 > progress.sent) {
    return `${decided} parcels have their decision from an earlier start`;
  }
  const pace = seconds > 0 ? Math.round(decided / seconds) : 0;
  return `${decided} parcels decided in ${Math.round(seconds * 10) / 10} s: ${pace} a second`;
}

function reasonLines({ reasons }: SendProgress, paint: ReturnType<typeof paintFor>): string[] {
  if (reasons.length === 0) return [];
  const shown = reasons.slice(0, REASONS).flatMap(({ count, code, zh, en }) => {
    const start = `${String(count).padStart(4)}  ${code.padEnd(15)} `;
    const columns = WIDTH - start.length;
    return [`${start}${cut(zh, columns)}`, `${' '.repeat(start.length)}${cut(en, columns)}`];
  });
  const rest = reasons.slice(REASONS);
  const sum = rest.reduce((all, { count }) => all + count, 0);
  const more = rest.length === 0 ? [] : [`      and ${sum} for ${rest.length} other reasons`];
  return ['', paint('bold', '  Why not released:'), ...shown, ...more];
}

/** Cuts a text to columns of a terminal, where a Chinese character takes two. */
export function cut(text: string, columns: number): string {
  let width = 0;
  let kept = '';
  for (const character of text) {
    width += (character.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1;
    if (width > columns) return `${kept}…`;
    kept += character;
  }
  return kept;
}

/** One line for where no table can be drawn. */
export function plainLine(scene: Scene): string {
  const { declared, waiting, released, returned, refused, held } = countsOf(scene.progress);
  return (
    `${declared} declared, ${waiting} waiting, ${released} released, ${returned} returned, ` +
    `${refused} refused, ${held} held; tax ${formatFen(scene.tax)} CNY; ${paceOf(scene)}`
  );
}
