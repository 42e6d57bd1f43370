import { randomUUID } from 'node:crypto';
import { seededRandom } from '../../src/base/random.ts';
import { encodeMessage } from '../../src/documents/encode.ts';
import type { Profile } from '../../src/registry/profile.ts';
import { type WorldDocument, withHead } from '../../src/sandbox/world/document.ts';
import { parcelOf } from '../../src/sandbox/world/parcel.ts';
import { AREAS, type Party } from '../../src/sandbox/world/parties.ts';
import { makePeople, type Person } from '../../src/sandbox/world/people.ts';
import { taxTotal } from '../../src/sandbox/world/predict.ts';
import { worldLaw } from '../../src/sandbox/world/rates.ts';
import { articleNamed, dutiable, type Sale, saleTax } from '../../src/sandbox/world/sale.ts';
import { signDocument } from '../../src/xml/sign.ts';
import { AGENT, CARRIER, type Card, PAYFIRM, PLATFORM, SELLER, START } from './zone.ts';

/** The four documents of one parcel, which agree in everything. */
export type Papers = {
  readonly order: WorldDocument;
  readonly payment: WorldDocument;
  readonly waybill: WorldDocument;
  readonly list: WorldDocument;
  readonly sale: Sale;
  readonly orderNo: string;
  /** Fen. */
  readonly dutiable: bigint;
  readonly tax: bigint;
};

/** Writes parcels: two tins of formula, 336 + 12 freight (E1), for a buyer of its own. */
export function paperMill(profile: Profile): {
  parcel(chosen?: Partial<Sale>): Papers;
  person(): Person;
} {
  const random = seededRandom(7n);
  const law = worldLaw(profile, START);
  const frame = { start: START, mark: 'T', digits: '000777' };
  let index = 0;
  const person = (): Person => makePeople(random, 1)[0]!;
  const shop = {
    ...{ random, law, frame, start: START, freshBuyer: person, regularBuyer: person },
    nextIndex: () => index,
  };
  return {
    person,
    parcel: (chosen = {}) => {
      index += 1;
      const buyer = chosen.buyer ?? person();
      const sale: Sale = { ...ordinary(index, buyer), ...chosen };
      const { sent } = parcelOf(shop, 'test', sale);
      const [order, payment, waybill, list] = sent.map(({ document }) => document);
      return {
        ...{ order: order!, payment: payment!, waybill: waybill!, list: list!, sale },
        orderNo: order!.head.orderNo!,
        dutiable: dutiable(sale),
        tax: taxTotal(saleTax(sale, law)),
      };
    },
  };
}

function ordinary(index: number, buyer: Person): Sale {
  return {
    ...{ index, mode: '1210', platform: PLATFORM, seller: SELLER, payment: PAYFIRM },
    ...{ carrier: CARRIER, agent: AGENT, area: AREAS[0]!, buyer, consignee: buyer },
    bought: [{ article: articleNamed('配方奶粉1段'), quantity: 2n, price: 16_800n }],
    ...{ freight: 1_200n, insurance: 0n, discount: 0n, second: 3_600 },
  };
}

/** The same record as a change (2) or a deletion (3), with other elements if any. */
export function as(
  appType: '1' | '2' | '3',
  document: WorldDocument,
  changes: Readonly<Record<string, string | undefined>> = {},
): WorldDocument {
  return withHead(document, { ...changes, appType, guid: randomUUID() });
}

/** A record of any message. */
export type Paper = Omit<WorldDocument, 'type'> & { readonly type: string };

export type Wrapping = {
  readonly sender: Party;
  readonly card: Card;
  /** Where else the receipts go: dxpIds. */
  readonly subscribers?: readonly string[];
};

/** One unsigned message of records of one type. */
export function unsigned(records: readonly Paper[], wrapping: Omit<Wrapping, 'card'>) {
  const { sender, subscribers = [] } = wrapping;
  const transfer = {
    ...{ copCode: sender.code, copName: sender.name },
    ...{ dxpMode: 'DXP', dxpId: sender.dxpId, note: '' },
  };
  return encodeMessage(records[0]!.type, {
    guid: randomUUID().toUpperCase(),
    transfer,
    subscribers: subscribers.map((dxpAddress) => ({ status: 'RET', dxpMode: 'DXP', dxpAddress })),
    records,
  });
}

/** The bytes of one message as its sender sends it. */
export function signed(records: readonly Paper[], wrapping: Wrapping): Uint8Array {
  return sign(unsigned(records, wrapping), wrapping.card);
}

/** Signs a text as the holder of the card. */
export function sign(xml: string, { key, certificate }: Card): Uint8Array {
  return signDocument(xml, {
    key: key.privateKey,
    keyName: certificate.serial,
    certificateBase64: Buffer.from(certificate.der).toString('base64'),
    algorithm: 'rsa-sha256',
  });
}
