import { randomUUID } from 'node:crypto';
import { stamp14 } from '../../src/base/dates.ts';
import { keyOf } from '../../src/base/keys.ts';
import type { ListStanding } from '../../src/export/summary/decide.ts';
import { mergeClosed } from '../../src/export/summary/merge.ts';
import type { ClosedList } from '../../src/export/summary/sums.ts';
import { settleSummaries } from '../../src/flows/export-summary.ts';
import { submit } from '../../src/flows/submit.ts';
import { startWorks } from '../../src/flows/works.ts';
import { worksFrame } from '../../src/flows/works-frame.ts';
import type { Sql } from '../../src/io/postgres.ts';
import type { FiledReceipt } from '../../src/receipts/receipt.ts';
import type { Desk } from './desk.ts';
import { type Paper, signed } from './papers.ts';
import { AGENT, type Card } from './zone.ts';

/** What an application names and how. */
export type SummaryWish = {
  readonly ebcCode: string;
  readonly copNo: string;
  /** Both ends of the period; none where lists are named. */
  readonly period?: readonly [number, number];
  readonly listNos?: readonly string[];
  readonly part?: readonly [number: number, of: number];
  readonly changes?: Readonly<Record<string, string>>;
};

/** An application of the agent (CEB701), a message of it. */
export function summaryPaper(wish: SummaryWish): Paper {
  const { ebcCode, copNo, period, listNos = [], part: [number, of] = [1, 1] } = wish;
  return {
    type: 'CEB701',
    head: {
      ...{ guid: randomUUID(), appType: '1', appTime: '20200918200000', appStatus: '2' },
      ...{ customsCode: '4612', copNo, agentCode: AGENT.code, agentName: AGENT.name, ebcCode },
      ...{ ebcName: '卖家', declAgentCode: AGENT.code, declAgentName: AGENT.name },
      ...(period === undefined
        ? {}
        : { startTime: stamp14(period[0]), endTime: stamp14(period[1]) }),
      ...{ summaryFlag: '1', itemNameFlag: '1', msgCount: String(of), msgSeqNo: String(number) },
      ...wish.changes,
    },
    lines: listNos.map((invtNo) => ({ invtNo })),
  };
}

/** The lists of a test, as customs has them. */
export function listCabinet() {
  const standing = new Map<string, ListStanding>();
  return {
    put: (lists: readonly ClosedList[], state = '899') => {
      for (const { listNo, terms } of lists) standing.set(listNo, { state, terms });
    },
    find: async (_: Sql, listNos: readonly string[]) =>
      new Map(
        listNos.flatMap((listNo) => {
          const found = standing.get(listNo);
          return found === undefined ? [] : [[listNo, found] as const];
        }),
      ),
  };
}

export type Cabinet = ReturnType<typeof listCabinet>;

/** Closes lists at an instant. */
export async function close(
  { house }: Desk,
  cabinet: Cabinet,
  lists: readonly ClosedList[],
  at: number,
): Promise<void> {
  cabinet.put(lists);
  await house.db.transaction((tx) => mergeClosed(tx, house.numbers, lists, at));
}

/** Works that file and decide nothing: the lists of a cabinet are in no database. */
function filingOnly({ house }: Desk) {
  const idle = async () => undefined;
  const still = { look: () => undefined, load: () => 0, age: () => 0, decided: () => 0, idle };
  return startWorks(worksFrame(house), still);
}

/** Sends the messages of an application and has it decided; what it was answered. */
export async function apply(
  desk: Desk,
  card: Card,
  cabinet: Cabinet,
  ...wishes: readonly SummaryWish[]
): Promise<FiledReceipt[]> {
  await desk.news(AGENT);
  for (const wish of wishes) {
    const bytes = signed([summaryPaper(wish)], { sender: AGENT, card });
    const answer = await submit(desk.house, filingOnly(desk), bytes, AGENT);
    if (!answer.accepted) throw new Error(JSON.stringify(answer));
    await settleSummaries(desk.house, [keyOfWish(wish)], cabinet.find);
  }
  return (await desk.news(AGENT)).filter(({ type, status }) => type === 'CEB702' && status !== '2');
}

export function keyOfWish({ copNo, part: [number] = [1, 1] }: SummaryWish): string {
  return keyOf(AGENT.code, `CEB701 ${copNo} ${number}`);
}
