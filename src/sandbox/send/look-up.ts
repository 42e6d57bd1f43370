import { present } from '../../base/assert.ts';
import { formatFen, parseFen } from '../../base/fen.ts';
import { ask, type Door } from '../../client/door.ts';
import { inParallel } from '../../client/send.ts';
import { fieldsOf, items, text } from '../../client/wire.ts';
import type { Expected, ExpectedTax } from '../world/expected.ts';
import { type Journey, stateOf } from './journey.ts';
import type { SendRow } from './row.ts';

const PATIENCE = { seconds: 30 };
const AT_ONCE = 8;
/** Buyers asked after; each question is one request. */
const BUYERS = 60;

/** Doors of the enterprises that send, by code. */
export type Doors = ReadonlyMap<string, Door>;

/** A list as the platform has it. */
export type Standing = { readonly status: string; readonly tax: ExpectedTax | null };

/** Every list that was released, or should have been withdrawn, by guid. */
export async function lookUpLists(
  journey: Journey,
  doors: Doors,
): Promise<ReadonlyMap<string, Standing>> {
  const lists = new Map<string, Standing>();
  const asked = [...journey.records.values()].filter(({ type, guid, wanted }) => {
    const released = ['800', '899'].includes(stateOf(journey, guid)?.receipt.status ?? '');
    return type === 'CEB621' && (released || wanted?.status === '430');
  });
  await inParallel(asked, AT_ONCE, async ({ guid, sender }) => {
    const door = doors.get(sender);
    const listNo = stateOf(journey, guid)?.keys.preNo;
    if (door === undefined || listNo === undefined) return;
    const standing = await standingOf(door, listNo);
    if (standing !== null) lists.set(guid, standing);
  });
  return lists;
}

async function standingOf(door: Door, listNo: string): Promise<Standing | null> {
  const path = `/v1/declarations/${encodeURIComponent(listNo)}`;
  const reply = await ask(door, { method: 'GET', path }, PATIENCE);
  if (reply.status !== 200) return null;
  const { status, verdict } = fieldsOf(reply.body);
  const { tax } = verdict === null ? { tax: null } : fieldsOf(verdict);
  return { status: text(status, 'status'), tax: taxOf(tax) };
}

function taxOf(tax: unknown): ExpectedTax | null {
  if (tax === null || tax === undefined) return null;
  const { total, lines } = fieldsOf(tax);
  const sum = { duty: 0n, consumptionTax: 0n, vat: 0n };
  for (const line of items(lines, 'lines').map(fieldsOf)) {
    for (const part of ['duty', 'consumptionTax', 'vat'] as const) {
      sum[part] += present(parseFen(text(line[part], part)), part);
    }
  }
  return {
    duty: formatFen(sum.duty),
    consumptionTax: formatFen(sum.consumptionTax),
    vat: formatFen(sum.vat),
    total: text(total, 'total'),
  };
}

/** Rows for the first buyers whose annual use is expected; those of races come first. */
export async function lookUpQuota(expected: Expected, doors: Doors): Promise<SendRow[]> {
  const rows: SendRow[] = [];
  await inParallel(expected.quota.slice(0, BUYERS), AT_ONCE, async ({ idNumber, used }) => {
    const path = `/v1/buyers/quota?idNumber=${encodeURIComponent(idNumber)}`;
    // Not every enterprise may ask about buyers, so the doors are tried in turn.
    for (const door of doors.values()) {
      const reply = await ask(door, { method: 'GET', path }, PATIENCE);
      if (reply.status !== 200) continue;
      const stands = fieldsOf(reply.body);
      const told = text(stands.used, 'used');
      const reserved = text(stands.reserved, 'reserved');
      const isDrawn = expected.draws !== undefined && mayCome(used, told, reserved);
      rows.push(quotaRow(idNumber, used, isDrawn ? used : told));
      return;
    }
  });
  return rows;
}

/** Whether what is not used yet is reserved: the list that takes it was drawn. */
function mayCome(expected: string, used: string, reserved: string): boolean {
  const fen = (yuan: string): bigint => parseFen(yuan) ?? 0n;
  return fen(used) < fen(expected) && fen(used) + fen(reserved) >= fen(expected);
}

function quotaRow(idNumber: string, expected: string, got: string): SendRow {
  return {
    ...{ file: 'quota', record: null, type: 'quota', kind: 'annual-use' },
    key: `${idNumber.slice(0, 6)}********${idNumber.slice(14)}`,
    ...{ expected, got, ok: expected === got, why: '', whyZh: '', tax: null },
  };
}
