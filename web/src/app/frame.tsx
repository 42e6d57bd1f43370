import { type RefObject, Suspense, useEffect, useRef } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';
import { call } from '../api/call.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { Failure } from './failure.tsx';
import { useLanguage } from './language.tsx';
import { Navigation, type Section, useBarredSection } from './navigation.tsx';
import { useSession } from './session.tsx';
import { SignInAgain } from './sign-in-again.tsx';
import { useTitle } from './title.ts';
import { TopBar } from './top-bar.tsx';

/** What is around every page: bar, sections by role, and the dialog of a session that ended. */
export function Frame() {
  const { me, error, isOver, retry } = useSession();
  const { say } = useLanguage();
  const { pathname, search } = useLocation();
  const main = useRef<HTMLElement>(null);
  useFocusOnNewPage(main, pathname);
  if (error !== null) {
    return (
      <main className="plain">
        <Failure error={error} retry={retry} />
      </main>
    );
  }
  if (me === undefined) return <Skeleton lines={4} label={say('loading')} />;
  if (me === null) {
    const to = new URLSearchParams({ to: pathname + search });
    return <Navigate to={`/sign-in?${to}`} replace />;
  }
  return (
    <div className="frame">
      <a className="skip" href="#main">
        {say('skip')}
      </a>
      <TopBar />
      <Navigation />
      <main id="main" ref={main} tabIndex={-1}>
        <Suspense fallback={<Skeleton lines={6} label={say('loading')} />}>
          <Page />
        </Suspense>
      </main>
      {isOver && <SignInAgain />}
    </div>
  );
}

/** What was asked for; of a section that the person may not see, its name and why. */
function Page() {
  const barred = useBarredSection();
  return barred === undefined ? <Outlet /> : <BarredPage key={barred.to} of={barred} />;
}

function BarredPage({ of: { word, why, asks } }: { readonly of: Section }) {
  const { say } = useLanguage();
  useTitle(say(word));
  useEffect(() => {
    if (asks !== undefined) void call(asks).catch(() => undefined);
  }, [asks]);
  return (
    <>
      <h1>{say(word)}</h1>
      <p className="empty">{say(why)}</p>
    </>
  );
}

/** Who uses the keyboard or a reader starts at the beginning of each page, not behind it. */
export function useFocusOnNewPage(main: RefObject<HTMLElement | null>, pathname: string): void {
  const before = useRef(pathname);
  useEffect(() => {
    // A page that is typed into at once has taken the keyboard to its first field.
    const { activeElement } = document;
    const isTaken =
      activeElement instanceof HTMLInputElement && main.current?.contains(activeElement) === true;
    if (before.current !== pathname && !isTaken) main.current?.focus({ preventScroll: false });
    before.current = pathname;
  }, [main, pathname]);
}
