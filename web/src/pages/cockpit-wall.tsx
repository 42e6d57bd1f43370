import './cockpit.css';
import { Button } from 'antd';
import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import { useLanguage } from '../app/language.tsx';

/**
 * The cockpit for a wall: nothing but figures, and as large as the screen allows. It is in the
 * address, so a display that starts anew shows the same.
 */
export function Wall() {
  const { say } = useLanguage();
  const [search, setSearch] = useSearchParams();
  const isOn = search.has('wall');
  useEffect(() => {
    document.documentElement.classList.toggle('on-wall', isOn);
    return () => document.documentElement.classList.remove('on-wall');
  }, [isOn]);
  useEffect(() => {
    if (!isOn) return;
    const leave = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') setSearch({});
    };
    addEventListener('keydown', leave);
    return () => removeEventListener('keydown', leave);
  }, [isOn, setSearch]);
  return (
    <Button size="small" aria-pressed={isOn} onClick={() => setSearch(isOn ? {} : { wall: '' })}>
      {say(isOn ? 'cockpit.wall.leave' : 'cockpit.wall')}
    </Button>
  );
}
