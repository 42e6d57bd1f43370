import type { ChangeBody } from './change.ts';
import { DEED_KINDS } from './deed.ts';
import type { Deed } from './deeds.ts';
import type { DisposalBody } from './disposal.ts';
import type { PaperKind, StoredPaper } from './paper.ts';
import { readGoods, storedQuantity } from './papers-codec.ts';
import type { Output, ProcessingBody } from './processing.ts';
import type { TransferBody } from './transfer.ts';

type Texts<T> = { readonly [K in keyof T]: T[K] extends bigint ? string : T[K] };
/** A body as JSON: the quantities of its parts are decimals. */
type Json<B extends { readonly parts: readonly unknown[] }> = Omit<B, 'parts'> & {
  readonly parts: readonly Texts<B['parts'][number]>[];
};
type OutputJson = Omit<Output, 'components'> & {
  readonly components: readonly { readonly recordNo: string; readonly quantity: string }[];
};
type ProcessingJson = Json<Omit<ProcessingBody, 'outputs'>> & {
  readonly outputs: readonly OutputJson[];
};

function withParts<P extends { readonly quantity: string }>(parts: readonly P[]) {
  return parts.map((part) => ({ ...part, quantity: storedQuantity(part.quantity) }));
}

function readBody({ kind, body }: StoredPaper) {
  if (kind === 'processing') {
    const json: ProcessingJson = JSON.parse(body);
    const outputs = json.outputs.map((output) => {
      return { ...output, components: readGoods(output.components) };
    });
    return { ...json, parts: withParts(json.parts), outputs };
  }
  const json: Json<ChangeBody> | Json<TransferBody> | Json<DisposalBody> = JSON.parse(body);
  return { ...json, parts: withParts(json.parts) };
}

/** Reads a stored deed. */
export function readDeed(paper: StoredPaper): Deed {
  return { ...paper, body: readBody(paper) } as Deed;
}

/** The books that a paper is of: a transfer is of both. */
export function booksOf(paper: Pick<StoredPaper, 'kind' | 'bookNo' | 'body'>): readonly string[] {
  if (paper.kind !== 'transfer') return [paper.bookNo];
  const { fromBook, toBook }: Json<TransferBody> = JSON.parse(paper.body);
  return [fromBook, toBook];
}

/** Whether papers of a kind are deeds. */
export function isDeedKind(kind: PaperKind): kind is Deed['kind'] {
  return DEED_KINDS.some((one) => one === kind);
}
