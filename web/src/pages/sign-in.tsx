import { Navigate, useNavigate, useSearchParams } from 'react-router';
import { useLanguage } from '../app/language.tsx';
import { useSession } from '../app/session.tsx';
import { SignInForm } from '../app/sign-in-form.tsx';
import { useTitle } from '../app/title.ts';
import { Taste } from '../app/top-bar.tsx';

/** Only pages of the console: an address of elsewhere must not be hidden in a link to here. */
function placeIn(to: string | null): string {
  return to !== null && /^\/(?![/\\])/.test(to) ? to : '/';
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
        <SignInForm
          onEntered={(now) => {
            entered(now);
            void navigate(to, { replace: true });
          }}
        />
        <Taste />
      </div>
    </main>
  );
}
