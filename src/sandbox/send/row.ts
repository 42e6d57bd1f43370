import type { ExpectedTax } from '../world/expected.ts';

/** One line of the report: what was expected, what came, and why. */
export type SendRow = {
  readonly file: string;
  /** Position in the message; null for the message as a whole. */
  readonly record: number | null;
  readonly type: string;
  /** Business key of the record, or the file. */
  readonly key: string;
  readonly kind: string;
  readonly expected: string | null;
  readonly got: string;
  readonly ok: boolean;
  /** The first reason, in English; empty when there is none. */
  readonly why: string;
  readonly whyZh: string;
  readonly tax: ExpectedTax | null;
};

/** The word of `got` for what was drawn: with what a sandbox forces there is more. */
export const DRAWN = '500 INSPECT';
