import type { Errand } from './errand.ts';

/** The errands of a story while they are planned. */
export class ErrandList {
  readonly errands: Errand[] = [];
  #count = 0;

  /** @returns its position, for those that come after it */
  add(errand: Errand): number {
    return this.errands.push(errand) - 1;
  }

  /** A number that no other paper of the story has. */
  number(mark: string): string {
    this.#count += 1;
    return `${mark}${this.#count}`;
  }
}
