import { type Instant, isoShanghai } from '../base/dates.ts';
import { hashOf } from './draw-again.ts';
import { type BlockRow, nameOf } from './draw-reader.ts';
import type { Tally, Witness, WitnessWatch } from './law.ts';
import type { Noted } from './witness-reader.ts';

/** What is committed at the moment of the notes may not have been seen by them. */
const MOMENT = 60_000;

/** What a journal says, as one that is compared with the tables. */
export function witnessOf(noted: Noted): Witness {
  return { watch: (tally) => watchNoted(tally, noted) };
}

function watchNoted(tally: Tally, { draws, blocks, from, until }: Noted): WitnessWatch {
  const left = { draws: new Map(draws), blocks: new Map(blocks) };
  const isCovered = (at: Instant): boolean =>
    from !== null && until !== null && at >= from && at < until - MOMENT;
  const unknown = (at: Instant, what: string): void => {
    if (isCovered(at)) tally.check(false, () => `${what} was not there when a witness looked`);
  };
  tally.note(`a witness noted ${draws.size} draws and ${blocks.size} blocks`);
  return {
    onBlock: (block) => {
      const name = `${block.day}/${block.first}`;
      const digest = left.blocks.get(name);
      left.blocks.delete(name);
      if (digest === undefined) return unknown(block.published_at, `block ${name}`);
      tally.check(digest === blockDigest(block), () => `block ${name} is not what a witness noted`);
    },
    onDraw: (row) => {
      const name = nameOf(row);
      const own = left.draws.get(name);
      left.draws.delete(name);
      if (own === undefined) return unknown(row.opened_at, `draw ${name}`);
      const same =
        own.openedAt === row.opened_at &&
        own.targetsHash === row.targets_hash &&
        [null, row.officers_hash].includes(own.officersHash);
      tally.check(same, () => `draw ${name} is not what a witness noted`);
    },
    finish: () => {
      for (const name of left.draws.keys()) {
        tally.check(false, () => `draw ${name} was noted by a witness and is gone`);
      }
      for (const name of left.blocks.keys()) {
        tally.check(false, () => `block ${name} was noted by a witness and is gone`);
      }
    },
  };
}

/** What a journal says of a block: its terms and every commitment. */
function blockDigest(block: BlockRow): string {
  const { zone, day, first, count, series, published_at, terms, commitments } = block;
  const numbers = [zone, day, first, count, series, isoShanghai(published_at)];
  return hashOf('block', ...numbers, terms, commitments.toString('hex'));
}
