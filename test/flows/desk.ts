import { audit } from '../../src/audit/audit.ts';
import { wire } from '../../src/cli/wire.ts';
import type { House } from '../../src/flows/house.ts';
import type { Reception } from '../../src/flows/reception.ts';
import { type Submitted, submit } from '../../src/flows/submit.ts';
import { sweep } from '../../src/flows/sweep.ts';
import type { Works } from '../../src/flows/works.ts';
import { type SettableClock, settableClock } from '../../src/io/clock.ts';
import type { Database } from '../../src/io/postgres.ts';
import type { FiledReceipt } from '../../src/receipts/receipt.ts';
import { readReceipts } from '../../src/receipts/store.ts';
import { authenticate } from '../../src/registry/tokens.ts';
import type { Party } from '../../src/sandbox/world/parties.ts';
import { type Paper, type Papers, signed } from './papers.ts';
import { EVENING, type Zone } from './zone.ts';

/** One process of the platform in a test, and the hands that bring it messages. */
export type Desk = {
  readonly house: House;
  readonly works: Works;
  readonly reception: Reception;
  readonly clock: SettableClock;
  /** What went wrong inside, in order. */
  readonly failures: readonly unknown[];
  /** Brings bytes with the token of a party; null when the token opens nothing. */
  post(bytes: Uint8Array, party: Party): Promise<Submitted | null>;
  /** Sends records of one type in one signed message and waits until all is decided. */
  send(sender: Party, ...records: readonly Paper[]): Promise<Submitted | null>;
  /** Sends the documents of a parcel one by one, each from its own sender. */
  sendAll(papers: Papers, ...kinds: readonly Kind[]): Promise<void>;
  /** What `serve` does every second. */
  sweep(settling?: number): Promise<number>;
  /** The receipts of a party since the last time it was asked. */
  news(party: Party): Promise<FiledReceipt[]>;
  /** Their statuses. */
  statuses(party: Party): Promise<string[]>;
};

export type Kind = 'order' | 'payment' | 'waybill' | 'list';
export const KINDS: readonly Kind[] = ['order', 'payment', 'waybill', 'list'];

export type DeskOptions = {
  readonly clock?: SettableClock;
  /** The database as this process sees it. */
  readonly db?: Database;
};

/** Opens a desk on the zone's database. */
export async function openDesk(zone: Zone, options: DeskOptions = {}): Promise<Desk> {
  const { clock = settableClock(EVENING), db = zone.db } = options;
  const failures: unknown[] = [];
  const news = { onFailure: (_: unknown, error: unknown) => failures.push(error) };
  const { house, works, reception } = await wire(db, clock, news);
  const cursors = new Map<string, bigint>();
  const desk: Desk = {
    ...{ house, works, reception, clock, failures },
    post: async (bytes, party) => {
      const { token } = zone.cardOf(party);
      const known = authenticate(house.registry.current().snapshot, token, clock.now());
      return known.ok ? submit(house, works, bytes, known.value) : null;
    },
    send: async (sender, ...records) => {
      const bytes = signed(records, { sender, card: zone.cardOf(sender) });
      const answer = await desk.post(bytes, sender);
      await works.idle();
      return answer;
    },
    sendAll: async (papers, ...kinds) => {
      for (const kind of kinds.length === 0 ? KINDS : kinds) {
        await desk.send(senderOf(papers, kind), papers[kind]);
      }
    },
    sweep: async (settling = 0) => {
      const { looks } = await sweep(house, { settling });
      works.look(looks);
      await works.idle();
      return looks.length;
    },
    news: async ({ code }) => {
      const receipts = await readReceipts(zone.db, code, cursors.get(code) ?? 0n, 1_000);
      const last = receipts.at(-1);
      if (last !== undefined) cursors.set(code, last.cursor);
      return receipts;
    },
    statuses: async (party) => (await desk.news(party)).map(({ status }) => status),
  };
  return desk;
}

/** Who sends a document of a parcel. */
export function senderOf({ sale }: Papers, kind: Kind): Party {
  const senders = {
    ...{ order: sale.platform, payment: sale.payment, waybill: sale.carrier, list: sale.agent },
  };
  return senders[kind];
}

/** The state of a parcel's case, or null when nothing was ever decided or changed. */
export async function caseOf(db: Database, { orderNo }: Papers): Promise<CaseState | null> {
  const [row] = await db.query<CaseState>(
    `select state, attempt, list_no as "listNo", codes, dutiable
     from clearance.cases where order_no = $1`,
    [orderNo],
  );
  return row ?? null;
}

export type CaseState = {
  readonly state: string;
  readonly attempt: number;
  readonly listNo: string | null;
  readonly codes: readonly string[];
  readonly dutiable: bigint | null;
};

/** How many rows a table has. */
export async function countOf(db: Database, table: string, where = 'true'): Promise<number> {
  const text = `select count(*)::int as n from ${table} where ${where}`;
  const [row] = await db.query<{ n: number }>(text);
  return row!.n;
}

/** What the auditor finds broken in the database, with code that shares nothing with the engine. */
export async function brokenLaws(db: Database, now: number): Promise<unknown[]> {
  const report = await audit(db, { now, full: true });
  return report.laws.filter(({ broken }) => broken > 0);
}
