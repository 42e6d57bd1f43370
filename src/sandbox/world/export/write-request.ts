import { type ExportDocument, withHead } from '../document.ts';
import { listSlot } from '../traffic/traffic.ts';
import { filing } from '../write-sale.ts';
import type { ExportPapers, ExportShop } from './story.ts';

/** The customs number of a list that is not known yet, by the guid of its record. */
export function slotOf({ head }: ExportDocument): string {
  return listSlot(head.guid ?? '');
}

/** The wish to take a list back (CEB605). */
export function withdrawalOf(
  { random, fresh }: ExportShop,
  { list }: ExportPapers,
  changes: Readonly<Record<string, string>> = {},
): ExportDocument {
  const { appTime = '', customsCode = '', agentCode = '', agentName = '' } = list.head;
  const { ebcCode = '', ebcName = '' } = list.head;
  const head = {
    ...{ ...filing(random, appTime), customsCode, copNo: fresh('C'), invtNo: slotOf(list) },
    ...{ reason: '买家取消', agentCode, agentName, ebcCode, ebcName, note: '' },
  };
  return withHead({ type: 'CEB605', head, lines: [] }, changes);
}

/** A customs number of the right form that no list of exports gets: they are numbered from 1. */
export function listNoOfNone({ random }: ExportShop, { list }: Pick<ExportPapers, 'list'>): string {
  const digits = String(random.below(100_000_000)).padStart(8, '0');
  return `${list.head.customsCode}2020E9${digits}`;
}

/** A period in which lists were closed, both ends yyyyMMddHHmmss. */
export type SummaryPeriod = { readonly startTime: string; readonly endTime: string };

/**
 * The wish to have closed lists merged into declarations (CEB701): these, or those of a period that
 * have the same consignor and declarant.
 */
export function summaryOf(
  { random, fresh }: ExportShop,
  lists: readonly ExportDocument[],
  period: SummaryPeriod | null = null,
): ExportDocument {
  const { appTime = '', customsCode = '', agentCode = '', agentName = '' } = lists[0]!.head;
  const { ebcCode = '', ebcName = '' } = lists[0]!.head;
  const head = {
    ...{ ...filing(random, appTime), customsCode, copNo: fresh('S'), agentCode, agentName },
    ...{ ebcCode, ebcName, declAgentCode: agentCode, declAgentName: agentName, ...period },
    ...{ summaryFlag: '1', itemNameFlag: '0', msgCount: '1', msgSeqNo: '1', note: '' },
  };
  const lines = period === null ? lists.map((list) => ({ invtNo: slotOf(list) })) : [];
  return { type: 'CEB701', head, lines };
}
