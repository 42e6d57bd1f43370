import { useLanguage, wordOr } from '../app/language.tsx';
import { Time } from '../ui/time.tsx';
import './desk-xrays.css';
import { addressOf, type Task } from './desk-task-view.ts';
import { XrayView } from './desk-xray-view.tsx';

type Scan = Task['scans'][number];
type Seen = Scan & { readonly xray: NonNullable<Scan['xray']> };

/** What the X-rays of lanes showed of the parcel, each image with the scan it is of. */
export function Xrays({ task: { id, scans } }: { readonly task: Task }) {
  const { say } = useLanguage();
  const seen = scans.filter(isSeen).filter(isFirst);
  return (
    <section className="xrays">
      <h2>{say('task.xrays')}</h2>
      {seen.length === 0 && <p className="soft">{say('task.xrays.none')}</p>}
      {seen.map((scan, place) => (
        <figure key={`${scan.site} ${scan.scanId}`}>
          <XrayView
            place={place}
            address={addressOf('readXray', { id, sha256: scan.xray.sha256 })}
            alt={say('xray.alt', { n: scan.lane, m: scan.scanId })}
            extent={scan.xray}
          />
          <figcaption>
            <b className="no">{scan.lane}</b> · <Time at={scan.at} /> ·{' '}
            {wordOr(say, 'scan', scan.instruction)} {scan.instruction}
            {scan.weight !== null && ` · ${scan.weight} kg`}
            <span className="soft no">
              {say('lanes.scan')} {scan.scanId} · {scan.site}
            </span>
          </figcaption>
        </figure>
      ))}
    </section>
  );
}

const isSeen = (scan: Scan): scan is Seen => scan.xray !== null;

/** A scan whose answer came too late stands there twice: as told, and as the lane reported it. */
function isFirst({ site, scanId }: Scan, place: number, all: readonly Scan[]): boolean {
  return all.findIndex((one) => one.site === site && one.scanId === scanId) === place;
}
