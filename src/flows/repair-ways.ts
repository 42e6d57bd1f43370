import type { Instant } from '../base/dates.ts';
import type { Direction } from '../base/direction.ts';
import { loadCases } from '../clearance/case-store.ts';
import { IMPORT_REFUSALS } from '../clearance/refusals.ts';
import { type FiledExportList, loadLatestExportLists } from '../documents/export-list-store.ts';
import type { DocumentKind } from '../documents/filing.ts';
import { type FiledList, loadLatestLists } from '../documents/list-store.ts';
import { partnerRefusals } from '../documents/partner-refusals.ts';
import type { Refusals } from '../documents/refusal-store.ts';
import type { TermsShelf } from '../documents/terms-shelf.ts';
import { loadExportCases } from '../export/case-store.ts';
import { EXPORT_REFUSALS } from '../export/refusals.ts';
import type { Sql } from '../io/postgres.ts';
import { type FormKey, repairForm } from '../repair/forms.ts';
import type { House } from './house.ts';
import type { RegistryView } from './registry-watch.ts';
import { judgeExports, judgeImports, type Trials } from './repair-judge.ts';

/** A list of either direction, as filed. */
export type AnyList = FiledList | FiledExportList;

/** Why documents of one kind and direction stand refused. */
type CausedRefusals = Pick<Refusals<never>, 'causes' | 'lists'>;

/** What bulk repair asks about lists of one direction. */
export type RepairWay = {
  readonly kind: DocumentKind;
  readonly refusals: CausedRefusals;
  /** How orders stand, by key. */
  cases(
    sql: Sql,
    orderKeys: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly state: string; readonly attempt: number }>>;
  /** Their latest lists, by key. */
  lists(
    sql: Sql,
    shelf: TermsShelf,
    orderKeys: readonly string[],
  ): Promise<ReadonlyMap<string, AnyList>>;
  /** What clearance would say to lists of this direction, by order key. */
  judge(
    house: House,
    lists: ReadonlyMap<string, AnyList>,
    registry: RegistryView,
    at: Instant,
  ): Promise<Trials>;
};

export const REPAIR_WAYS: Readonly<Record<Direction, RepairWay>> = {
  import: {
    ...{ kind: 'list', refusals: IMPORT_REFUSALS, cases: loadCases, lists: loadLatestLists },
    judge: (house, lists, ...rest) =>
      judgeImports(house, lists as ReadonlyMap<string, FiledList>, ...rest),
  },
  export: {
    ...{ kind: 'exportList', refusals: EXPORT_REFUSALS },
    ...{ cases: loadExportCases, lists: loadLatestExportLists },
    judge: (house, lists, ...rest) =>
      judgeExports(house, lists as ReadonlyMap<string, FiledExportList>, ...rest),
  },
};

/** Why documents of a kind and direction stand refused. */
export function refusalsOf(kind: FormKey): CausedRefusals {
  const form = repairForm(kind);
  if (form.document === 'list') return REPAIR_WAYS[kind.direction].refusals;
  return partnerRefusals(form.partner);
}
