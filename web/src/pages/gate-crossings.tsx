import { Link } from 'react-router';
import type { Answer } from '../api/call.ts';
import { useLanguage } from '../app/language.tsx';
import type { Column } from '../ui/table.tsx';
import { Tag } from '../ui/tag.tsx';
import { Time } from '../ui/time.tsx';

export type Crossing = Answer<'listCrossings'>['crossings'][number];

/** Others report vehicles meanwhile, in milliseconds. */
export const ANEW = 5_000;

/** What became of a report, with the reasons. */
export function Outcome({
  of: { passed, stop, findings },
}: {
  readonly of: Pick<Crossing, 'passed' | 'findings'> & { readonly stop?: string | null };
}) {
  const { say, pick } = useLanguage();
  const word = passed
    ? 'gate.passed'
    : stop === 'hold' || stop === 'turn-back'
      ? (`gate.stop.${stop}` as const)
      : 'gate.stopped';
  return (
    <>
      <Tag tone={passed ? 'good' : 'bad'}>{say(word)}</Tag>
      {findings.map(({ code, path, zh, en }) => (
        <span className="soft wrapped" key={`${code} ${path} ${en}`}>
          <span className="no">{code}</span> {pick(zh, en)}
        </span>
      ))}
    </>
  );
}

/** The columns of what was reported. */
export function useCrossingColumns(): readonly Column<Crossing>[] {
  const { say } = useLanguage();
  return [
    {
      ...{ key: 'at', title: say('gate.at') },
      cell: ({ reportedAt, crossingId }) => (
        <>
          <Time at={reportedAt} />
          <span className="soft no">{crossingId}</span>
        </>
      ),
    },
    {
      ...{ key: 'vehicle', title: say('gate.vehicle') },
      cell: ({ vehicleNo, slipNo }) => (
        <>
          <b>{vehicleNo}</b>
          <span className="soft">
            <Link className="no whole" to={`/gate/${encodeURIComponent(slipNo)}`}>
              {slipNo}
            </Link>
          </span>
        </>
      ),
    },
    {
      ...{ key: 'gate', title: say('gate.gate') },
      cell: ({ gate, reporter }) => (
        <>
          <b className="whole">{gate}</b>
          <span className="soft">{reporter}</span>
        </>
      ),
    },
    {
      ...{ key: 'weight', title: say('gate.weight'), isNumber: true },
      cell: ({ weight }) => <span>{weight ?? '—'}</span>,
    },
    { key: 'outcome', title: say('gate.outcome'), cell: (one) => <Outcome of={one} /> },
  ];
}
