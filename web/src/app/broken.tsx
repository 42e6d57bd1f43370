import { Button } from 'antd';
import { useLanguage } from './language.tsx';

/** A bug of the console: said plainly, and left by loading the page again. */
export function Broken() {
  const { say } = useLanguage();
  return (
    <main className="plain">
      <h1>{say('broken.title')}</h1>
      <p>{say('broken.lead')}</p>
      <Button type="primary" onClick={() => location.reload()}>
        {say('again')}
      </Button>
    </main>
  );
}
