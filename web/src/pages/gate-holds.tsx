import { Button } from 'antd';
import { useState } from 'react';
import { Refused, useDeed } from '../app/deed.tsx';
import { useLanguage } from '../app/language.tsx';
import { Barred } from '../ui/barred.tsx';
import { Lines } from '../ui/fields.tsx';
import { Time } from '../ui/time.tsx';
import type { Slip } from './gate-report.tsx';

/** When a vehicle was held and by whom, and the way to let it go. */
export function Holds({ slip }: { readonly slip: Slip }) {
  const { say } = useLanguage();
  if (slip.holds.length === 0) return null;
  return (
    <section>
      <h2>{say('gate.holds')}</h2>
      <ul className="reasons">
        {slip.holds.map((hold) => (
          <li key={hold.crossingId}>
            <Time at={hold.at} /> <b className="no">{hold.gate}</b>{' '}
            {say('gate.hold.by', { n: hold.by ?? '—' })}
            <p className="told">{hold.reason}</p>
            {hold.releasedAt !== null && (
              <p>
                <Time at={hold.releasedAt} />{' '}
                {say('gate.hold.released', { n: hold.releasedBy, m: hold.released })}
              </p>
            )}
          </li>
        ))}
      </ul>
      {slip.isHeld && <Release slip={slip} />}
    </section>
  );
}

function Release({ slip: { slipNo, mayRelease } }: { readonly slip: Slip }) {
  const { say } = useLanguage();
  const [reason, type] = useState('');
  const deed = useDeed('releaseVehicle', ['readSlipOfAny', 'listSlipsOfAny']);
  if (!mayRelease) {
    return <Barred why={say('gate.release.why')}>{say('gate.release')}</Barred>;
  }
  return (
    <form
      className="asked"
      onSubmit={(event) => {
        event.preventDefault();
        deed.mutate({ path: { slipNo }, body: { reason } });
      }}
    >
      <Lines label={say('gate.release.reason')} value={reason} most={400} isNeeded onType={type} />
      <p>
        <Button type="primary" size="large" htmlType="submit" loading={deed.isPending}>
          {say('gate.release')}
        </Button>
      </p>
      <Refused deed={deed} />
    </form>
  );
}
