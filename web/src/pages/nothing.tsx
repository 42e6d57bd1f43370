import { Link } from 'react-router';
import { useLanguage } from '../app/language.tsx';
import { useTitle } from '../app/title.ts';

export function NothingPage() {
  const { say } = useLanguage();
  useTitle(say('nothing.title'));
  return (
    <>
      <h1>{say('nothing.title')}</h1>
      <p>{say('nothing.lead')}</p>
      <p>
        <Link to="/declarations">{say('back')}</Link>
      </p>
    </>
  );
}
