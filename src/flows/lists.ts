import { businessDate } from '../base/dates.ts';
import type { Enterprise, Role } from '../registry/enterprise.ts';
import type { RegistrySnapshot } from '../registry/snapshot.ts';
import { viewDeclaration } from './declaration-view.ts';
import { viewExport } from './export-view.ts';
import { type BuyerQuery, listsByBuyer } from './find-by-buyer.ts';
import { type FoundDocument, type FoundList, findByList, findByNumber } from './find-parcels.ts';
import type { House } from './house.ts';
import { type ListPage, type PageQuery, pageOfLists } from './list-page.ts';

/** A document of a parcel, and whether the asker may read the message that brought it. */
export type ListDocument = Omit<FoundDocument, 'kind' | 'way' | 'orderNo'> & {
  readonly kind: FoundDocument['kind'] | 'list';
  readonly mayRead: boolean;
};

/** What people look for in lists; without a viewer it is the authority that asks. */
export type Lists = {
  page(query: PageQuery): Promise<ListPage>;
  /** Lists by any number that names one, the latest first; of those that the viewer may see. */
  find(number: string, viewer: Enterprise | null): Promise<FoundList[]>;
  /** The lists of a person by identity number. */
  ofBuyer(query: Omit<BuyerQuery, 'today'>): ReturnType<typeof listsByBuyer>;
  /** Null when there is no such list, or it is none of the viewer's. */
  documents(listNo: string, viewer: Enterprise | null): Promise<ListDocument[] | null>;
};

/** More lists under one number are an accident; each is looked at for whether it may be seen. */
const MOST_FOUND = 20;

const SENT = `
  select message_id as id from documents.messages
  where message_id = any($1::uuid[]) and sender = $2`;

/** The lists of a house. */
export function listsOn({ db, registry, archive, clock }: House): Lists {
  const isShown = async (preNo: string, viewer: Enterprise | null): Promise<boolean> => {
    if (viewer === null) return true;
    const view = await viewDeclaration(db, preNo, viewer.code, archive);
    return view !== null || (await viewExport(db, preNo, viewer.code, archive)) !== null;
  };
  /** Messages that the viewer sent. */
  const sentBy = async (ids: readonly string[], { code }: Enterprise): Promise<Set<string>> => {
    const rows = await db.query<{ id: string }>(SENT, [[...new Set(ids)], code]);
    return new Set(rows.map(({ id }) => id));
  };
  return {
    page: (query) => pageOfLists(db, query),
    find: async (number, viewer) => {
      const firms = firmsIn(registry.current().snapshot);
      const { lists } = await findByNumber(db, firms, number);
      const shown: FoundList[] = [];
      for (const list of lists.slice(0, MOST_FOUND)) {
        if (await isShown(list.preNo, viewer)) shown.push(list);
      }
      return shown;
    },
    ofBuyer: (query) => {
      return listsByBuyer(db, registry.current(), { ...query, today: businessDate(clock.now()) });
    },
    documents: async (listNo, viewer) => {
      const { lists, documents } = await findByList(db, listNo);
      const own = lists.find((list) => list.preNo === listNo || list.listNo === listNo);
      if (own === undefined || !(await isShown(own.preNo, viewer))) return null;
      const all = [...documents, ...lists.map(listDocument)];
      const sent =
        viewer &&
        (await sentBy(
          all.map(({ messageId }) => messageId),
          viewer,
        ));
      return all
        .map((one) => ({ ...one, mayRead: sent === null || sent.has(one.messageId) }))
        .sort((a, b) => a.acceptedAt - b.acceptedAt);
    },
  };
}

/** Who gives numbers to orders (platforms, and warehouses abroad), and who to waybills. */
export function firmsIn({ enterprises, overseasWarehouses }: RegistrySnapshot) {
  const withRole = (role: Role): string[] =>
    [...enterprises.values()].filter(({ roles }) => roles.includes(role)).map(({ code }) => code);
  const warehouses = [...overseasWarehouses.values()].flat().map(({ number }) => number);
  return {
    platforms: [...new Set([...withRole('platform'), ...warehouses])],
    carriers: withRole('logistics'),
  };
}

function listDocument(list: FoundList): Omit<ListDocument, 'mayRead'> {
  const { preNo, messageId, record, acceptedAt, attempt, ebpCode } = list;
  const rest = { messageId, record, acceptedAt, version: attempt, deleted: false };
  return { kind: 'list', code: ebpCode, no: preNo, ...rest };
}
