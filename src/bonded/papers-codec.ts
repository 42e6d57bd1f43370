import { present } from '../base/assert.ts';
import { formatScaled5, parseScaled5, type Scaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { type CountBody, NEW_COUNT } from './count.ts';
import type { CrossingSaid } from './crossing.ts';
import type { EntryBody, EntryLine, Received } from './entry.ts';
import type { ExitBody, Goods, Overseas } from './exit.ts';
import type { Share, SlipBody, Weights } from './slip.ts';

/** A body or statement as JSON; quantities and weights (0.00001 units) as decimals. */
export function paperText(body: unknown): string {
  return JSON.stringify(body, (_, value: unknown) =>
    typeof value === 'bigint' ? formatScaled5(value) : value,
  );
}

type EntryJson = Omit<EntryBody, 'lines' | 'received'> & {
  readonly received?: readonly Texts<Received>[];
  readonly lines: readonly { [K in keyof EntryLine]: K extends 'seq' ? number : string }[];
};

/** Reads a stored body. */
export function readEntry(body: string): EntryBody {
  const { received, ...json }: EntryJson = JSON.parse(body);
  const counted = received?.map((one) => ({
    ...{ seq: one.seq, recordNo: one.recordNo, counted: storedQuantity(one.counted) },
    crossed: storedQuantity(one.crossed),
  }));
  return {
    ...json,
    ...(counted === undefined ? {} : { received: counted }),
    lines: json.lines.map(({ seq, recordNo, quantity, bound, crossed }) => ({
      ...{ seq, recordNo, quantity: storedQuantity(quantity) },
      ...{ bound: storedQuantity(bound), crossed: storedQuantity(crossed) },
    })),
  };
}

type ExitJson = Pick<ExitBody, 'lists'> & {
  readonly lines: readonly Texts<Goods>[];
  readonly overseas?: Omit<Overseas, 'parts' | 'filedFrom'> & {
    readonly parts: readonly Texts<Overseas['parts'][number]>[];
    /** Absent of those that were declared before filings were asked for. */
    readonly filedFrom?: Overseas['filedFrom'];
  };
};

/** Reads a stored body. */
export function readExit(body: string): ExitBody {
  const { lists, lines, overseas }: ExitJson = JSON.parse(body);
  const goods = { lists, lines: readGoods(lines) };
  if (overseas === undefined) return goods;
  const parts = overseas.parts.map((part) => {
    return { ...part, quantity: storedQuantity(part.quantity) };
  });
  return { ...goods, overseas: { ...overseas, parts, filedFrom: overseas.filedFrom ?? null } };
}

export function readGoods(
  goods: readonly { readonly recordNo: string; readonly quantity: string }[],
): Goods[] {
  return goods.map(({ recordNo, quantity }) => ({ recordNo, quantity: storedQuantity(quantity) }));
}

type Texts<T> = { readonly [K in keyof T]: T[K] extends bigint ? string : T[K] };
type SlipJson = Omit<SlipBody, 'weights' | 'shares' | 'goods'> & {
  readonly weights: Texts<Weights>;
  readonly shares: readonly Texts<Share>[];
  readonly goods: readonly Texts<Goods>[];
};

/** Reads a stored body. */
export function readSlip(body: string): SlipBody {
  const json: SlipJson = JSON.parse(body);
  const { tare, frame, container, gross, net, total } = json.weights;
  return {
    ...{ ...json, off: json.off ?? [] },
    weights: {
      ...{ tare: storedQuantity(tare), frame: storedQuantity(frame) },
      ...{ container: storedQuantity(container), gross: storedQuantity(gross) },
      ...{ net: storedQuantity(net), total: storedQuantity(total) },
    },
    shares: json.shares.map((one) => ({ ...one, quantity: storedQuantity(one.quantity) })),
    goods: readGoods(json.goods),
  };
}

/** Reads a stored body; its figures are texts. */
export function readCount(body: string): CountBody {
  return { ...NEW_COUNT, ...JSON.parse(body) };
}

/** What a gate said of a vehicle, of which people are told; weights are decimals. */
export type ReportedVehicle = Pick<CrossingSaid, 'vehicleNo' | 'sealOk' | 'stop'> & {
  readonly weight: string | null;
};

/** Reads what a gate said. */
export function readReported(said: string): ReportedVehicle {
  return JSON.parse(said);
}

/** Reads stored findings. */
export function readFindings(text: string): Finding[] {
  return JSON.parse(text);
}

export function storedQuantity(text: string): Scaled5 {
  return present(parseScaled5(text), 'stored quantity');
}
