import type { AuditReport } from './audit.ts';

/** The report for people: one line a law, then what is broken. Nothing personal. */
export function reportLines({ laws, findings }: AuditReport): string[] {
  const width = Math.max(...laws.map(({ title }) => title.length));
  const lines = laws.flatMap(({ title, checked, broken, examples, notes }) => {
    const verdict = broken === 0 ? 'ok' : `${broken} BROKEN`;
    const head = `${title.padEnd(width)}  ${String(checked).padStart(10)} checked  ${verdict}`;
    const more = broken > examples.length ? [`    and ${broken - examples.length} more`] : [];
    return [
      head,
      ...examples.map((example) => `    ${example}`),
      ...more,
      ...notes.map((note) => `    (${note})`),
    ];
  });
  const sum = findings === 0 ? 'Every law holds.' : `${findings} broken.`;
  return [...lines, '', sum];
}
