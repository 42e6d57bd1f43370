import type { ReactNode } from 'react';
import { Skeleton } from '../ui/skeleton.tsx';
import { Tag } from '../ui/tag.tsx';
import { Time } from '../ui/time.tsx';
import type { CockpitView, useCockpit } from './cockpit-feed.ts';
import { Failure } from './failure.tsx';
import { useLanguage } from './language.tsx';

/** The figures of the zone as they come: of which day and moment, and whether they are live. */
export function Live({
  of: { view, isPending, error, refetch, isLive },
  children,
}: {
  readonly of: ReturnType<typeof useCockpit>;
  readonly children: (view: CockpitView) => ReactNode;
}) {
  const { say } = useLanguage();
  if (view !== undefined) {
    return (
      <>
        <p className="soft">
          {say('cockpit.day')} {view.day} · {say('cockpit.at')} <Time at={view.at} />{' '}
          <Tag tone={isLive ? 'good' : 'busy'}>
            {say(isLive ? 'cockpit.live' : 'cockpit.broken')}
          </Tag>
        </p>
        {children(view)}
      </>
    );
  }
  return (
    <>
      {isPending && <Skeleton lines={8} label={say('loading')} />}
      {error !== null && <Failure error={error} retry={() => void refetch()} />}
    </>
  );
}
