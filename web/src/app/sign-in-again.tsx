import { Modal } from 'antd';
import { useLanguage } from './language.tsx';
import { useMe, useSession } from './session.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** The session ended while a page was open: signed in here, everything goes on where it was. */
export function SignInAgain() {
  const { say } = useLanguage();
  const { entered } = useSession();
  const { account } = useMe();
  return (
    <Modal open centered closable={false} footer={null} title={say('in.again')} width={400}>
      <p>{say('in.again.lead')}</p>
      <SignInForm name={account} onEntered={entered} />
    </Modal>
  );
}
