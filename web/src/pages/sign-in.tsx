import { Alert } from 'antd';
import { Link, Navigate, useNavigate, useSearchParams } from 'react-router';
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
        <Taste />
      </div>
    </main>
  );
}
