import { loadPapers } from '../bonded/paper-store.ts';
import type { House } from '../flows/house.ts';
import { releaseEntryList } from '../flows/stock-release.ts';
import { systemClock } from '../io/clock.ts';
import { isFault } from '../io/faults.ts';
import type { Release } from '../sandbox/send/stock-steps.ts';
import { NotDone, type Terminal, UsageError, type Values } from './command.ts';
import { type Opened, openDatabase } from './database.ts';
import { houseOn } from './wire.ts';

/** Customs of a platform: releases entry lists of a world, and no other list of that number. */
export function releaseOn(house: House): Release {
  return async (paperNo, ownNo) => {
    const papers = await loadPapers(house.db, [{ kind: 'entry', paperNo }]);
    if ([...papers.values()].some((paper) => paper.ownNo === ownNo)) {
      await releaseEntryList(house, paperNo);
    }
  };
}

type Desk = { readonly db: Opened; readonly house: House };

/**
 * Customs at the database that is named, which is opened when the first entry list is to be
 * released. Where it cannot be reached the terminal is told, once, and nothing is released.
 */
export function customsAt(
  values: Values,
  terminal: Terminal,
): { readonly release: Release; close(): Promise<void> } {
  let desk: Promise<Desk | null> | null = null;
  const open = async (): Promise<Desk | null> => {
    try {
      const db = await openDatabase(values, systemClock, { create: false });
      return { db, house: await houseOn(db, systemClock, {}) };
    } catch (error) {
      if (!(error instanceof UsageError || error instanceof NotDone || isFault(error))) throw error;
      terminal.err(`Entry lists wait for customs (onestep stock release): ${error.message}`);
      return null;
    }
  };
  return {
    release: async (paperNo, ownNo) => {
      desk ??= open();
      const opened = await desk;
      if (opened !== null) await releaseOn(opened.house)(paperNo, ownNo);
    },
    close: async () => {
      const opened = await desk;
      opened?.house.news.close();
      await opened?.db.close();
    },
  };
}
