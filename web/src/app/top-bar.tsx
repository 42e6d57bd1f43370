import { Button } from 'antd';
import { Link } from 'react-router';
import { Pick } from '../ui/pick.tsx';
import { APPEARANCES, useAppearance } from './appearance.tsx';
import { useLanguage } from './language.tsx';
import { useMe, useSession } from './session.tsx';

/** Name of the house, who is signed in, language, appearance, and the way out. */
export function TopBar() {
  const { say } = useLanguage();
  const { leave } = useSession();
  const { account, role, party } = useMe();
  return (
    <header className="bar">
      <Link className="brand" to="/">
        {say('product')}
      </Link>
      <p className="who">
        <b>{account}</b>
        <span>
          {say(`role.${role}`)} {party}
        </span>
      </p>
      <Taste />
      <Button size="small" onClick={() => void leave()}>
        {say('menu.out')}
      </Button>
    </header>
  );
}

/** Language and appearance: for those as well who have not signed in yet. */
export function Taste() {
  const { say, language, speak } = useLanguage();
  const [appearance, choose] = useAppearance();
  return (
    <div className="taste">
      <Button
        size="small"
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        onClick={() => speak(language === 'zh' ? 'en' : 'zh')}
      >
        {say('menu.language')}
      </Button>
      <Pick
        label={say('menu.theme')}
        value={appearance}
        options={APPEARANCES.map((one) => [one, say(`menu.theme.${one}`)] as const)}
        onPick={choose}
      />
    </div>
  );
}
