import type { ExportListTerms } from '../src/documents/export-terms.ts';
import type { ExportSubject } from '../src/risk/export-subject.ts';
import { NOTHING_NOTED } from '../src/risk/subject.ts';
import { exportCase } from './export/documents.ts';
import { exportFacts } from './export/world.ts';

/** A sound list of a sale to a firm, or another one, as the risk rules of exports see it. */
export function exportRiskSubject(list: ExportListTerms = soldToFirm()): ExportSubject {
  const { at, enterprises } = exportFacts();
  return {
    ...{ at, list, channel: 'L', fob: 43_310n, enterprises },
    noted: { ...NOTHING_NOTED, platformSignals: 4, sellerSignals: 1 },
  };
}

function soldToFirm(): ExportListTerms {
  return exportCase('9710 L').list.terms;
}
