/**
 * Every refusal of the scanner and of the signature check. The texts carry no content of the
 * document, so they may be logged and shown to anybody; `offset` and `line` say where to look.
 */
import { TEXTS, type XmlCode, type XmlText } from './texts.ts';

/** One refusal: where (byte offset, line from 1), why (zh and en), and what would mend it. */
export type XmlFinding = {
  readonly code: XmlCode;
  readonly offset: number;
  readonly line: number;
  readonly zh: string;
  readonly en: string;
  readonly hint: string;
};

/** Names of the single reasons, finer than the codes. */
export type XmlReason = keyof typeof TEXTS;

/** Thrown inside the scanner only and turned into a finding by `scan`; it never leaves src/xml. */
export class Refusal extends Error {
  readonly reason: XmlReason;
  readonly offset: number;
  constructor(reason: XmlReason, offset: number) {
    super(reason);
    this.reason = reason;
    this.offset = offset;
  }
}

/** Stops the scan at `offset` for `reason`. */
export function refuse(reason: XmlReason, offset: number): never {
  throw new Refusal(reason, offset);
}

/** The finding for `reason` at byte `offset` of `bytes`. */
export function finding(reason: XmlReason, bytes: Uint8Array, offset: number): XmlFinding {
  const [code, zh, en, hint] = TEXTS[reason] as XmlText;
  const at = Math.max(0, Math.min(offset, bytes.length));
  return { code, offset: at, line: lineAt(bytes, at), zh, en, hint };
}

/** Line of byte `offset`, from 1. CR LF, a lone CR and LF each end one line. */
export function lineAt(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let i = 0; i < offset; i++) {
    const byte = bytes[i];
    if (byte === 0x0a || (byte === 0x0d && bytes[i + 1] !== 0x0a)) line++;
  }
  return line;
}
