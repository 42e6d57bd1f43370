import { loadPapers } from '../bonded/paper-store.ts';
import type { House } from '../flows/house.ts';
import { settleNotice } from '../flows/pay-notice.ts';
import { releaseList } from '../flows/stock-release.ts';
import { systemClock } from '../io/clock.ts';
import { isFault } from '../io/faults.ts';
import type { Customs } from '../sandbox/send/customs.ts';
import { NotDone, type Terminal, UsageError, type Values } from './command.ts';
import { type Opened, openDatabase } from './database.ts';
import { houseOn } from './wire.ts';

/** Customs of a platform: releases lists of a world, and no other list of that number. */
export function customsOn(house: House): Customs {
  return {
    release: async (paperNo, ownNo) => {
      const kinds = ['entry', 'exit'] as const;
      const papers = await loadPapers(
        house.db,
        kinds.map((kind) => ({ kind, paperNo })),
      );
      if ([...papers.values()].some((paper) => paper.ownNo === ownNo)) {
        await releaseList(house, paperNo);
      }
    },
    pay: async (dutyNo) => {
      await settleNotice(house, dutyNo);
    },
  };
}

type Desk = { readonly db: Opened; readonly house: House };

/**
 * Customs at the database that is named, which is opened when something is to be released or paid
 * for the first time. Where it cannot be reached the terminal is told, once, and nothing is done.
 */
export function customsAt(
  values: Values,
  terminal: Terminal,
): { readonly customs: Customs; close(): Promise<void> } {
  let desk: Promise<Desk | null> | null = null;
  const open = async (): Promise<Desk | null> => {
    try {
      const db = await openDatabase(values, systemClock, { create: false });
      return { db, house: await houseOn(db, systemClock, {}) };
    } catch (error) {
      if (!(error instanceof UsageError || error instanceof NotDone || isFault(error))) throw error;
      const commands = 'onestep stock release, onestep notices pay';
      terminal.err(`What customs has to do is not done (${commands}): ${error.message}`);
      return null;
    }
  };
  const asked = async (what: (customs: Customs) => Promise<void>): Promise<void> => {
    desk ??= open();
    const opened = await desk;
    if (opened !== null) await what(customsOn(opened.house));
  };
  return {
    customs: {
      release: (paperNo, ownNo) => asked((customs) => customs.release(paperNo, ownNo)),
      pay: (dutyNo) => asked((customs) => customs.pay(dutyNo)),
    },
    close: async () => {
      const opened = await desk;
      opened?.house.news.close();
      await opened?.db.close();
    },
  };
}
