import { Button } from 'antd';
import { Suspense, useRef } from 'react';
import { Link, NavLink, Outlet, useLocation } from 'react-router';
import { Skeleton } from '../ui/skeleton.tsx';
import type { Word } from '../words/all.ts';
import { useFocusOnNewPage } from './frame.tsx';
import { useLanguage } from './language.tsx';
import { useSession } from './session.tsx';
import { Taste } from './top-bar.tsx';

/** The pages that need no account. */
const SECTIONS: readonly (readonly [to: string, word: Word])[] = [
  ['/public/buyer', 'public.nav.buyer'],
  ['/public/inspections', 'public.nav.inspections'],
  ['/public/statistics', 'public.nav.statistics'],
];

/** What is around every page that needs no account. */
export function PublicFrame() {
  const { say } = useLanguage();
  const { me } = useSession();
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  useFocusOnNewPage(main, pathname);
  return (
    <div className="frame">
      <a className="skip" href="#main">
        {say('skip')}
      </a>
      <header className="bar">
        <Link className="brand" to="/public">
          {say('product')}
        </Link>
        <p className="who">
          <span>{say('public.open')}</span>
        </p>
        <Taste />
        <Button size="small" href={me ? '/console/' : '/console/sign-in'}>
          {say(me ? 'public.console' : 'in.title')}
        </Button>
      </header>
      <nav className="sections" aria-label={say('nav.label')}>
        <ul>
          {SECTIONS.map(([to, word]) => (
            <li key={to}>
              <NavLink to={to}>{say(word)}</NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <main id="main" ref={main} tabIndex={-1}>
        <Suspense fallback={<Skeleton lines={6} label={say('loading')} />}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  );
}
