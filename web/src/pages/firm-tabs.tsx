import { NavLink } from 'react-router';
import { useLanguage } from '../app/language.tsx';
import { Choices } from '../ui/choices.tsx';
import './firm.css';

/** The pages of an enterprise that belong together. */
export function FirmTabs() {
  const { say } = useLanguage();
  return (
    <Choices label={say('firm.tabs')}>
      <NavLink to="/firm" end>
        {say('firm.keys')}
      </NavLink>
      <NavLink to="/firm/credit">{say('firm.credit')}</NavLink>
      <NavLink to="/firm/webhooks">{say('firm.hooks')}</NavLink>
    </Choices>
  );
}
