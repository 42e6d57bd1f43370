import { useState } from 'react';
import { NavLink, useLocation } from 'react-router';
import { Barred } from '../ui/barred.tsx';
import type { Word } from '../words/all.ts';
import { useLanguage } from './language.tsx';
import { type Right, useMe } from './session.tsx';

export type Section = {
  readonly to: string;
  readonly word: Word;
  readonly right: Right;
  /** Said to those who have not the right. */
  readonly why: Word;
  /** What its page asks for: asked by those as well who are barred, so that the trail has it. */
  readonly asks?: 'readCockpit' | 'readQueue' | 'readRiskRules' | 'listActions';
};

/** The sections of the console, in their order; a new page takes a line here. */
const SECTIONS: readonly Section[] = [
  { to: '/declarations', word: 'nav.lists', right: 'lists.read', why: 'nav.lists' },
  { to: '/repairs', word: 'nav.repairs', right: 'repairs.write', why: 'right.repairs' },
  { to: '/declare', word: 'nav.declare', right: 'lists.declare', why: 'right.declare' },
  { to: '/receipts', word: 'nav.receipts', right: 'firm.read', why: 'right.firm' },
  { to: '/tax', word: 'nav.tax', right: 'firm.read', why: 'right.firm' },
  { to: '/firm', word: 'nav.firm', right: 'firm.read', why: 'right.firm' },
  { to: '/exports', word: 'nav.summaries', right: 'summaries.read', why: 'right.summaries' },
  { to: '/stock', word: 'nav.stock', right: 'stock.read', why: 'right.stock' },
  {
    ...{ to: '/cockpit', word: 'nav.cockpit', right: 'cockpit.read', why: 'right.cockpit' },
    asks: 'readCockpit',
  },
  {
    ...{ to: '/desk', word: 'nav.desk', right: 'desk.work', why: 'right.desk' },
    asks: 'readQueue',
  },
  { to: '/lanes', word: 'nav.lanes', right: 'cockpit.read', why: 'right.lanes' },
  { to: '/counts', word: 'nav.counts', right: 'counts.read', why: 'nav.counts' },
  { to: '/gate', word: 'nav.gate', right: 'gate.read', why: 'right.gate' },
  { to: '/enterprises', word: 'nav.firms', right: 'firms.read', why: 'right.firms' },
  { to: '/statistics', word: 'nav.statistics', right: 'statistics.read', why: 'right.statistics' },
  { to: '/draws', word: 'nav.draws', right: 'draws.read', why: 'right.draws' },
  {
    ...{ to: '/risk', word: 'nav.risk', right: 'risk.read', why: 'right.risk' },
    asks: 'readRiskRules',
  },
  { to: '/enrolments', word: 'nav.enrolments', right: 'keys.decide', why: 'right.enrolments' },
  {
    ...{ to: '/actions', word: 'nav.actions', right: 'actions.read', why: 'right.actions' },
    asks: 'listActions',
  },
];

/** The section that is at an address, when the person has not the right to it. */
export function useBarredSection(): Section | undefined {
  const { may } = useMe();
  const { pathname } = useLocation();
  return SECTIONS.find(({ to, right }) => to === pathname && !may.includes(right));
}

export function Navigation() {
  const { say } = useLanguage();
  const { may } = useMe();
  const { pathname } = useLocation();
  const [opened, setOpened] = useState<string | null>(null);
  // What was opened on another page is shut: whoever has chosen wants to see the page.
  const isOpen = opened === pathname;
  return (
    <nav className="sections" aria-label={say('nav.label')}>
      <button
        type="button"
        className="menu"
        aria-expanded={isOpen}
        onClick={() => setOpened(isOpen ? null : pathname)}
      >
        {say('nav.menu')}
      </button>
      <ul className={isOpen ? 'open' : ''}>
        {SECTIONS.map(({ to, word, right, why }) => (
          <li key={to}>
            {may.includes(right) ? (
              <NavLink to={to}>{say(word)}</NavLink>
            ) : (
              <Barred why={say(why)}>{say(word)}</Barred>
            )}
          </li>
        ))}
        <li>
          <NavLink to="/public">{say('nav.public')}</NavLink>
        </li>
        <li>
          <a href="/docs">{say('nav.docs')}</a>
        </li>
      </ul>
    </nav>
  );
}
