import { useLanguage } from '../app/language.tsx';
import { useTitle } from '../app/title.ts';
import { Statistics } from './statistics-figures.tsx';
import './public.css';

/** Statistics of exports and imports for officers: with enterprises, and of the month that runs. */
export function StatisticsPage() {
  const { say } = useLanguage();
  useTitle(say('public.nav.statistics'));
  return (
    <>
      <h1>{say('public.nav.statistics')}</h1>
      <p className="soft">{say('public.stat.whole')}</p>
      <Statistics side="office" />
    </>
  );
}
