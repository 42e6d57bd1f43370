import type { ExportParcel } from '../export-walk.ts';
import type { Law } from '../law.ts';
import { elementOf, filledOf } from '../xml-text.ts';

/**
 * Each export list is of the channel that it declares: sales to firms of their own, others by their
 * flag; its mode is open on the day. What needs no declaration behind it is worth no more than a
 * ticket may be, names no licence and has no goods that need one, pay duty or are inspected.
 */
export const EXPORT_CHANNELS: Law = {
  id: 'export-channels',
  title: 'What leaves without a declaration is small and needs no licence',
  watch: (tally) => ({
    onExport: (parcel) => {
      const problems = problemsOf(parcel);
      if (problems === null) return;
      tally.check(problems.length === 0, () => {
        return `list ${parcel.list_no} (${parcel.key}) ${problems.join(', ')}`;
      });
    },
  }),
};

/** Sales to firms. */
const FIRMS = ['9710', '9810'];

/** Null where bytes or law are gone, which other laws tell. */
function problemsOf({ list, channel, fob, statutes, day }: ExportParcel): string[] | null {
  const raw = list?.raw ?? null;
  const law = statutes?.exportsOn(day) ?? null;
  if (raw === null || statutes === null) return null;
  if (law === null) return ['was accepted by a law that knows no exports'];
  const mode = elementOf(raw.head, 'tradeMode') ?? '';
  const flag = elementOf(raw.head, 'statisticsFlag') === 'A' ? 'A' : 'B';
  const due = FIRMS.includes(mode) ? 'L' : flag;
  const problems = law.modes.includes(mode) ? [] : [`has the mode ${mode}, which is not open`];
  if (channel !== due) problems.push(`is of channel ${channel}, should be ${due}`);
  if (due === 'B') return problems;
  const limit = due === 'A' ? law.simplified : law.b2b;
  if (limit === null) problems.push('is of a channel that is closed');
  else if (fob === null || fob > limit) problems.push(`is worth ${fob} fen, more than ${limit}`);
  if (filledOf(raw.head, 'licenseNo') !== null) problems.push('names a licence');
  const codes = raw.lines.map((line) => elementOf(line, 'gcode')?.trim() ?? '');
  const controlled = codes.filter((code) => law.isControlled(code));
  if (controlled.length > 0) problems.push(`has goods ${controlled.join(', ')}, not to leave so`);
  return problems;
}
