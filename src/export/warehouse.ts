import type { ExportListTerms } from '../documents/export-terms.ts';
import { type OverseasWarehouse, warehouseKey } from '../registry/overseas-warehouse.ts';
import type { DayParameters } from '../registry/profile.ts';
import type { ExportFacts } from './facts.ts';
import { STOCK_MODE } from './modes.ts';

/** What seller and warehouse of a list are on file under: `ebpCode` names the warehouse. */
export function warehouseKeyOf({ ebcCode, ebpCode }: ExportListTerms): string {
  return warehouseKey({ enterpriseCode: ebcCode, number: ebpCode });
}

/**
 * What the seller of a list has on file under the number of its overseas warehouse, on whatever
 * days; null where the law asks for nothing (B2B-2).
 */
export function filedWarehouses(
  terms: ExportListTerms,
  { warehouses }: Pick<ExportFacts, 'warehouses'>,
  { overseasWarehouseFiling }: DayParameters,
): readonly OverseasWarehouse[] | null {
  if (terms.tradeMode !== STOCK_MODE || !overseasWarehouseFiling) return null;
  return warehouses.get(warehouseKeyOf(terms)) ?? [];
}
