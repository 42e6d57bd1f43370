import { cockpitOn } from '../flows/cockpit.ts';
import type { Stages } from '../flows/cockpit-view.ts';
import type { House } from '../flows/house.ts';
import { officeOn } from '../flows/office.ts';
import { cockpitRoutes } from '../office/cockpit.ts';
import { CockpitWatch, type WatchPatience } from '../office/cockpit-watch.ts';
import { exportDeclarationRoutes } from '../office/export-declarations.ts';
import { exportRoutes } from '../office/exports.ts';
import type { OfficeApp, Saying } from '../office/http.ts';
import { riskRoutes } from '../office/risk.ts';
import { officeRoutes } from '../office/routes.ts';
import { statisticsRoutes } from '../office/statistics.ts';
import { takeBackRoutes } from '../office/take-back.ts';
import { WindowFault } from '../window/problem.ts';
import { NOT_FOUND, PROBLEM_ANSWERS } from '../window/schemas.ts';

/** What the office needs of the window to answer as it does. */
export const SAYING: Saying = {
  problems: { ...PROBLEM_ANSWERS, ...NOT_FOUND },
  fault: (code, findings = []) => new WindowFault(code, findings),
};

/**
 * Every route of the office on the server that the window has built.
 * @param stages the conveyors of this process, for the cockpit
 * @param watching other times of its streams than the usual ones
 */
export function openOffice(
  app: OfficeApp,
  house: House,
  stages: () => Stages,
  watching: Partial<WatchPatience> = {},
): void {
  officeRoutes(app, { office: officeOn(house), clock: house.clock, saying: SAYING });
  riskRoutes(app, { house, saying: SAYING });
  exportRoutes(app, { house, saying: SAYING });
  statisticsRoutes(app, { house, saying: SAYING });
  takeBackRoutes(app, { house, saying: SAYING });
  exportDeclarationRoutes(app, { house, saying: SAYING });
  const cockpit = new CockpitWatch(cockpitOn(house, stages), house, watching);
  cockpitRoutes(app, { cockpit, saying: SAYING });
}
