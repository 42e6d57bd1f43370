import { type Fen, formatFen } from '../base/fen.ts';
import type { AskedChannel } from '../flows/export-channel.ts';

const yuan = (fen: Fen | null) => (fen === null ? null : formatFen(fen));

/** The channel of a ticket as JSON. */
export function channelJson({ date, channel, fob, reasons }: AskedChannel) {
  return { date, channel, value: yuan(fob), reasons };
}
