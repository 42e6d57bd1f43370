import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { Link, Navigate, useNavigate, useSearchParams } from 'react-router';
import { call } from '../api/call.ts';
import { useLanguage } from '../app/language.tsx';
import { OtherWay } from '../app/other-way.tsx';
import { useSession } from '../app/session.tsx';
import { SignInForm } from '../app/sign-in-form.tsx';
import { useTitle } from '../app/title.ts';
import { Taste } from '../app/top-bar.tsx';
import type { Word } from '../words/all.ts';

/** Only pages of the console: an address of elsewhere must not be hidden in a link to here. */
function placeIn(to: string | null): string {
  return to !== null && /^\/(?![/\\])/.test(to) ? to : '/';
}

const WHY: Readonly<Record<string, Word>> = {
  ...{ away: 'in.openid.away', refused: 'in.openid.refused' },
  ...{ stale: 'in.openid.stale', unknown: 'in.openid.unknown' },
};

/** What became of a sign-in through the provider. */
function Why() {
  const { say } = useLanguage();
  const [search] = useSearchParams();
  const why = WHY[search.get('why') ?? ''];
  if (why === undefined) return null;
  const title = say(why, { n: search.get('subject') ?? '' });
  return <Alert type="error" role="alert" title={title} />;
}

/** Where there is a tour, a newcomer sees it before anything else of the console. */
function ToTour() {
  const { say } = useLanguage();
  const { data } = useQuery({
    queryKey: ['isTour'],
    queryFn: ({ signal }) => call('isTour', { signal }),
  });
  if (data?.isThere !== true) return null;
  return (
    <p className="to-tour">
      <Link to="/tour">
        <b>{say('tour.short')}</b>
      </Link>
      <br />
      <span className="soft">{say('tour.minutes')}</span>
    </p>
  );
}

export function SignInPage() {
  const { say } = useLanguage();
  const { me, entered } = useSession();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const to = placeIn(search.get('to'));
  useTitle(say('in.title'));
  if (me) return <Navigate to={to} replace />;
  return (
    <main className="entrance">
      <div className="card">
        <h1>{say('product')}</h1>
        <p className="soft">{say('in.lead')}</p>
        <Why />
        <SignInForm
          onEntered={(now) => {
            entered(now);
            void navigate(to, { replace: true });
          }}
        />
        <OtherWay to={to} />
        <p>
          <Link to="/public">{say('public.enter')}</Link>
        </p>
        <ToTour />
        <Taste />
      </div>
    </main>
  );
}
