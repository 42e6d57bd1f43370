import { loadJson } from '../bonded/load-json.ts';
import { viewLoad } from '../flows/loads.ts';
import { systemClock } from '../io/clock.ts';
import type { Database } from '../io/postgres.ts';
import { NotDone } from './command.ts';
import { houseOn } from './wire.ts';

/** Shows the load list of a slip out. @throws NotDone when there is none */
export async function showLoad(db: Database, [slipNo = '']: readonly string[]) {
  const house = await houseOn(db, systemClock, {});
  house.news.close();
  const view = await viewLoad(house, slipNo, null);
  if (view === null) throw new NotDone(`There is no slip out ${slipNo}.`);
  const json = loadJson(view);
  const { state, vehicleNo, packNo, grossWeight } = json;
  const head = `Load list of ${slipNo} on ${vehicleNo} is ${state}: ${packNo}, ${grossWeight} kg.`;
  const rows = json.parcels.map(({ listNo, logisticsNo, status, binding, findings }) => {
    const why = findings.map(({ en }) => `  ${en}`).join('');
    return `${listNo}  waybill ${logisticsNo ?? '-'}  ${status ?? '-'}  ${binding}${why}`;
  });
  const off = json.off.map((listNo) => `${listNo}  taken off`);
  return { json, lines: [head, ...rows, ...off] };
}
