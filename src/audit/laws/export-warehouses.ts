import type { BusinessDate } from '../../base/dates.ts';
import type { ExportParcel } from '../export-walk.ts';
import type { Law } from '../law.ts';
import { elementOf } from '../xml-text.ts';

/**
 * Goods for an overseas warehouse (9810) that were accepted while the law asked for a filing go to
 * one that the registry has of their seller, for the day of acceptance and in the country where
 * they arrive. A filing that is taken back or altered later shows here.
 */
export const EXPORT_WAREHOUSES: Law = {
  id: 'export-warehouses',
  title: 'Goods for overseas warehouses went to those that their sellers had on file',
  watch: (tally, { sql }) => {
    let filings: readonly Filing[] = [];
    return {
      begin: async () => {
        filings = await sql.query<Filing>(FILINGS);
      },
      onExport: (parcel) => {
        const { trade_mode, statutes, day, list } = parcel;
        const isAsked = statutes?.flag('overseasWarehouseFiling', day) === true;
        if (trade_mode !== '9810' || !isAsked || (list?.raw ?? null) === null) return;
        tally.check(isFiled(parcel, filings), () => {
          const { list_no, key } = parcel;
          return `list ${list_no} (${key}) goes to a warehouse that was not on file so`;
        });
      },
    };
  },
};

type Filing = {
  readonly enterprise: string;
  readonly number: string;
  readonly country: string;
  readonly from: BusinessDate;
  readonly until: BusinessDate | null;
};

const FILINGS = `
  select enterprise_code as enterprise, number, country, from_day::text as "from",
    until_day::text as "until"
  from registry.overseas_warehouses`;

function isFiled({ list, day }: ExportParcel, filings: readonly Filing[]): boolean {
  const said = (name: string) => elementOf(list!.raw!.head, name);
  return filings.some(
    ({ enterprise, number, country, from, until }) =>
      enterprise === said('ebcCode') &&
      number === said('ebpCode') &&
      country === said('country') &&
      from <= day &&
      (until === null || day < until),
  );
}
