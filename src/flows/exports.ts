import { businessDate } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import type { Result } from '../base/result.ts';
import { declareExport, type TakenDeclaration } from './b2b-declare.ts';
import { withdrawDeclaration } from './b2b-move.ts';
import { type DeclarationShown, viewCustomsDeclaration } from './b2b-view.ts';
import { type AskedChannel, channelAsked } from './export-channel.ts';
import type { House } from './house.ts';

/** What enterprises ask and declare of exports beside messages; null: not there or not theirs. */
export type Exports = {
  channel(question: Uint8Array): Promise<Result<AskedChannel, Finding[]>>;
  declare(body: Uint8Array, sender: string): Promise<TakenDeclaration>;
  /** By pre-entry number or customs number. */
  declaration(number: string, viewer: string): Promise<DeclarationShown | null>;
  withdraw(number: string, declarant: string): Promise<Result<string | null, Finding[]>>;
};

/** Exports of a house. */
export function exportsOn(house: House): Exports {
  return {
    channel: async (question) => {
      const registry = await house.registry.fresh(house.db);
      return channelAsked(question, registry, businessDate(house.clock.now()));
    },
    declare: (body, sender) => declareExport(house, body, sender),
    declaration: (number, viewer) => viewCustomsDeclaration(house.db, number, viewer),
    withdraw: (number, declarant) => withdrawDeclaration(house, number, declarant),
  };
}
