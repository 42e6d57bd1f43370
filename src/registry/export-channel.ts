import type { Fen } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { channelFinding } from './export-channel-codes.ts';
import {
  type ExportGoods,
  type ExportLaw,
  isB2bMode,
  isInspected,
  needsLicence,
} from './export-law.ts';

/**
 * How goods leave. A: list with summary statistics. B: list that is merged into the declarations
 * of its month. L: list of a sale to a firm, with nothing after it. D: a customs declaration.
 */
export type ExportChannel = 'A' | 'B' | 'L' | 'D';

/** The highest value of a ticket in a channel, within; null where there is none. */
export function limitOf({ simplified, b2b }: ChannelLaw, channel: ExportChannel): Fen | null {
  const limits = { A: simplified, B: null, L: b2b, D: null };
  return limits[channel]?.limit ?? null;
}

type ChannelLaw = Pick<ExportLaw, 'simplified' | 'b2b'>;

/** Whether the law of the day has the channel (EXP-3, B2B-4); full declarations always are. */
export function isOpen({ simplified, b2b }: ChannelLaw, channel: ExportChannel): boolean {
  if (channel === 'A') return simplified !== null;
  return channel !== 'L' || b2b !== null;
}

/** The limit of the channel that a ticket is worth more than; null when it is not. */
export function limitAbove(law: ChannelLaw, channel: ExportChannel, fob: Fen): Fen | null {
  const limit = limitOf(law, channel);
  return limit !== null && fob > limit ? limit : null;
}

/** The ticket whose channel is asked for. */
export type ChannelAsked = {
  readonly mode: string;
  /** Whether a licence is named: who names one says that the goods need it. */
  readonly licence: boolean;
  readonly lines: readonly {
    /** 10 digits. */
    readonly hs: string;
    readonly currency: string;
    /** Free on board, fen of yuan; null when the currency has no rate on the day. */
    readonly fob: Fen | null;
  }[];
};

/** What has to be sent for a ticket. */
export type ChannelAnswer = {
  /** The simplest channel that takes it; null when none does. */
  readonly channel: ExportChannel | null;
  /** Fen of yuan; null when a currency has no rate. */
  readonly fob: Fen | null;
  /** Why no simpler channel takes it, or none at all. */
  readonly reasons: readonly Finding[];
};

/**
 * The channel of a ticket by the law of a day: the list where goods and value permit it (EXP-2,
 * EXP-3, B2B-4), else what is declared in full. It rests on the predicates that the rules on lists
 * rest on.
 * @param goodsOf the line of the table of export goods for a full code, or null
 */
export function channelFor(
  { mode, licence, lines }: ChannelAsked,
  law: ExportLaw,
  goodsOf: (hs: string) => ExportGoods | null,
): ChannelAnswer {
  const views = lines.map((line) => ({ ...line, goods: goodsOf(line.hs) }));
  const stops = [...modeStops(mode, law), ...views.flatMap(lineStops)];
  const sum = views.reduce<Fen | null>(
    (all, { fob }) => (all === null || fob === null ? null : all + fob),
    0n,
  );
  if (stops.length > 0 || sum === null) return { channel: null, fob: sum, reasons: stops };
  const [simple, full] = isB2bMode(mode) ? (['L', 'D'] as const) : (['A', 'B'] as const);
  const limit = limitAbove(law, simple, sum);
  const reasons = [
    ...(isOpen(law, simple) ? [] : [channelFinding('CHN-CLOSED', '/mode', { channel: simple })]),
    ...(limit === null ? [] : [channelFinding('CHN-VALUE', '/goods', { value: sum, limit })]),
    ...(licence ? [channelFinding('CHN-NAMED', '/licenseNo')] : []),
    ...views.flatMap(({ hs, goods }, at) => (goods === null ? [] : controls(hs, goods, at))),
  ];
  return { channel: reasons.length === 0 ? simple : full, fob: sum, reasons };
}

function modeStops(mode: string, { modes }: ExportLaw): Finding[] {
  if (modes.includes(mode)) return [];
  return [channelFinding('CHN-MODE', '/mode', { mode, modes: modes.join(' ') })];
}

type LineView = ChannelAsked['lines'][number] & { readonly goods: ExportGoods | null };

/** Why a line leaves in no channel. */
function lineStops({ hs, goods, currency, fob }: LineView, at: number): Finding[] {
  const path = `/goods/${at}/hs`;
  return [
    ...(goods === null ? [channelFinding('CHN-CODE', path, { hs })] : []),
    ...(goods?.prohibited ? [channelFinding('CHN-PROHIBITED', path, { hs })] : []),
    ...(fob === null ? [channelFinding('CHN-RATE', `/goods/${at}/currency`, { currency })] : []),
  ];
}

/** Why goods are in no simple list. */
function controls(hs: string, goods: ExportGoods, at: number): Finding[] {
  const path = `/goods/${at}/hs`;
  return [
    ...(needsLicence(goods) ? [channelFinding('CHN-LICENCE', path, { hs })] : []),
    ...(goods.duty.n > 0n ? [channelFinding('CHN-DUTY', path, { hs })] : []),
    ...(isInspected(goods) ? [channelFinding('CHN-INSPECTION', path, { hs })] : []),
  ];
}
