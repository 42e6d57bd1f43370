import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect } from 'react';
import { call } from '../api/call.ts';
import { useLanguage } from './language.tsx';
import type { Me } from './session.tsx';

/**
 * Sign-in through the provider, where one is set. With `onEntered` it happens in a tab of its own,
 * so that the page here stays as it is, and is noticed when somebody comes back to it.
 */
export function OtherWay({
  to,
  onEntered,
}: {
  readonly to: string;
  readonly onEntered?: (me: Me) => void;
}) {
  const { say } = useLanguage();
  const ways = useQuery({ queryKey: ['ways'], queryFn: () => call('readSignInWays') });
  useEffect(() => {
    if (onEntered === undefined) return;
    const look = () => void call('readSession').then(onEntered, () => undefined);
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [onEntered]);
  if (ways.data?.openId !== true) return null;
  return (
    <Button
      block
      className="other-way"
      href={`/console/openid?to=${encodeURIComponent(to)}`}
      {...(onEntered === undefined ? {} : { target: '_blank' })}
    >
      {say('in.openid')}
    </Button>
  );
}
