import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeEnvelope } from '../../src/documents/dxp/write.ts';
import { explain } from '../../src/flows/explain.ts';
import { sentBytes } from '../../src/flows/message-view.ts';
import type { Party } from '../../src/sandbox/world/parties.ts';
import { brokenLaws, caseOf, type Desk, KINDS, openDesk, senderOf } from './desk.ts';
import { type Paper, paperMill, signed } from './papers.ts';
import { AGENT, EVENING, openZone, PLATFORM, type Zone } from './zone.ts';

// Messages in the DXP envelope, in which most firms send them.
let zone: Zone;
let desk: Desk;
let mill: ReturnType<typeof paperMill>;
beforeAll(async () => {
  zone = await openZone();
  mill = paperMill(zone.profile);
});
beforeEach(async () => {
  desk = await openDesk(zone);
});
afterAll(() => zone?.database.drop());

function enveloped(data: Uint8Array, senderId: string, copMsgId = 'A1'): Uint8Array {
  const text = writeEnvelope({
    ...{ copMsgId, senderId, receiverIds: ['DXPEDCCEB0000002'] },
    ...{ creatTime: '2020-09-18T20:00:00', msgType: 'CEB311Message', data: Buffer.from(data) },
  });
  return Buffer.from(text);
}

const sign = (paper: Paper, sender: Party) =>
  signed([paper], { sender, card: zone.cardOf(sender) });

describe('a message in an envelope', () => {
  it('is decided as any other, and can be explained from the evidence', async () => {
    const papers = mill.parcel();
    for (const kind of KINDS) {
      const sender = senderOf(papers, kind);
      const bytes = enveloped(sign(papers[kind], sender), sender.dxpId);
      expect(await desk.post(bytes, sender)).toMatchObject({ accepted: true, duplicate: false });
    }
    await desk.works.idle();
    const decided = await caseOf(zone.db, papers);
    expect(decided?.state).toBe('800');
    const { hash } = desk.house.registry.current();
    const [told] = (await explain(zone.db, hash, decided!.listNo!))!.decisions;
    expect(told?.same).toBe(true);
    expect(told?.evidence.map(({ intact }) => intact)).toEqual([true, true, true, true]);
    expect(await brokenLaws(zone.db, EVENING)).toEqual([]);
  });

  it('is the same message when it comes again without it, or in another one', async () => {
    const bytes = sign(mill.parcel().order, PLATFORM);
    const whole = enveloped(bytes, PLATFORM.dxpId);
    const first = await desk.post(whole, PLATFORM);
    expect(first).toMatchObject({ accepted: true, duplicate: false });
    if (first?.accepted !== true) throw new Error('refused');
    const { messageId } = first;
    const again = { accepted: true, duplicate: true, messageId };
    expect(await desk.post(bytes, PLATFORM)).toMatchObject(again);
    expect(await desk.post(enveloped(bytes, PLATFORM.dxpId, 'A2'), PLATFORM)).toMatchObject(again);
    expect(await sentBytes(zone.db, messageId, PLATFORM.code)).toEqual(whole);
  });

  it.each([
    [
      'whose sender is another one',
      (own: Uint8Array) => enveloped(own, AGENT.dxpId),
      403,
      'DXP-SENDER',
    ],
    [
      'in another one',
      (own: Uint8Array) => enveloped(enveloped(own, PLATFORM.dxpId), PLATFORM.dxpId),
      422,
      'DXP-NESTED',
    ],
    ['that is no XML', () => enveloped(Buffer.from('x'), PLATFORM.dxpId), 400, 'XML-SYNTAX'],
    [
      'that is broken',
      (own: Uint8Array) =>
        Buffer.from(Buffer.from(enveloped(own, 'X')).toString().replace('<Data>', '<Data>*')),
      422,
      'DXP-DATA',
    ],
  ] as const)('%s is refused whole', async (_, wrap, status, code) => {
    const bytes = wrap(sign(mill.parcel().order, PLATFORM));
    const answer = await desk.post(bytes, PLATFORM);
    expect(answer).toMatchObject({ accepted: false, status, findings: [{ code }] });
  });
});
