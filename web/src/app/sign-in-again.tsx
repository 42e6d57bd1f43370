import { Dialog } from '../ui/dialog.tsx';
import { useLanguage } from './language.tsx';
import { OtherWay } from './other-way.tsx';
import { useMe, useSession } from './session.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** The session ended while a page was open: signed in here, everything goes on where it was. */
export function SignInAgain() {
  const { say } = useLanguage();
  const { entered } = useSession();
  const { account } = useMe();
  return (
    <Dialog title={say('in.again')} first="input[type=password]">
      <p>{say('in.again.lead')}</p>
      <SignInForm name={account} onEntered={entered} />
      <OtherWay to="/" onEntered={entered} />
    </Dialog>
  );
}
