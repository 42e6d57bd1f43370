import { Button } from 'antd';
import { useState } from 'react';
import { Refused, useDeed } from '../app/deed.tsx';
import { useLanguage } from '../app/language.tsx';
import { useRight } from '../app/session.tsx';
import { Barred } from '../ui/barred.tsx';
import { Lines } from '../ui/fields.tsx';
import type { Count } from './count-sheet.ts';

const AFTER = ['readCountOfAny', 'listCountsOfAny'] as const;

/** What customs decides: whether goods may be missing without tax. */
export function Decide({ count: { countNo, state } }: { readonly count: Count }) {
  const { say } = useLanguage();
  const mayDecide = useRight('counts.decide');
  const [reason, type] = useState('');
  const approve = useDeed('approveCount', AFTER);
  const refuse = useDeed('refuseCount', AFTER);
  if (state !== 'declared') return null;
  const path = { countNo };
  return (
    <section>
      <h2>{say('count.decide')}</h2>
      <p className="soft">{say('count.decide.lead')}</p>
      {mayDecide ? (
        <>
          <Button
            type="primary"
            size="large"
            loading={approve.isPending}
            onClick={() => approve.mutate({ path })}
          >
            {say('count.approve')}
          </Button>
          <form
            className="asked"
            onSubmit={(event) => {
              event.preventDefault();
              refuse.mutate({ path, body: { reason } });
            }}
          >
            <Lines
              label={say('count.refuse.reason')}
              value={reason}
              most={400}
              isNeeded
              onType={type}
            />
            <p>
              <Button danger htmlType="submit" loading={refuse.isPending}>
                {say('count.refuse')}
              </Button>
            </p>
          </form>
          <Refused deed={approve} />
          <Refused deed={refuse} />
        </>
      ) : (
        <Barred why={say('count.decide.why')}>{say('count.approve')}</Barred>
      )}
    </section>
  );
}
