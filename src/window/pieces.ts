/** Pieces smaller than this are copied together: each piece costs memory of its own. */
const SMALL = 4_096;
const BLOCK = 65_536;

/** The content of a request as it comes, in memory of about its size however small the pieces. */
export class Pieces {
  readonly #whole: Buffer[] = [];
  #block: Buffer | null = null;
  #filled = 0;
  size = 0;

  add(piece: Buffer): void {
    this.size += piece.length;
    // Most messages are one or two pieces and are best left alone.
    if (piece.length >= SMALL || this.#whole.length < 2) {
      this.#closeBlock();
      this.#whole.push(piece);
      return;
    }
    if (this.#filled + piece.length > BLOCK) this.#closeBlock();
    this.#block ??= Buffer.allocUnsafeSlow(BLOCK);
    this.#filled += piece.copy(this.#block, this.#filled);
  }

  #closeBlock(): void {
    if (this.#block === null || this.#filled === 0) return;
    const filled = this.#block.subarray(0, this.#filled);
    if (this.#filled * 2 < BLOCK) this.#whole.push(Buffer.from(filled));
    else {
      this.#whole.push(filled);
      this.#block = null;
    }
    this.#filled = 0;
  }

  bytes(): Buffer {
    this.#closeBlock();
    return Buffer.concat(this.#whole, this.size);
  }
}
