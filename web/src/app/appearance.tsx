import { ConfigProvider, theme } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { keep, kept } from './kept.ts';
import { useLanguage } from './language.tsx';

export const APPEARANCES = ['system', 'light', 'dark'] as const;
export type Appearance = (typeof APPEARANCES)[number];

const Chosen = createContext<readonly [Appearance, (appearance: Appearance) => void] | null>(null);
const NAME = 'appearance';
const dark = matchMedia('(prefers-color-scheme: dark)');

function useSystemDark(): boolean {
  return useSyncExternalStore(
    (changed) => {
      dark.addEventListener('change', changed);
      return () => dark.removeEventListener('change', changed);
    },
    () => dark.matches,
  );
}

/** The server writes it into the page anew for each answer; styles without it are not taken. */
const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';

/** Light or dark, language of the parts, and colours of enough contrast (WCAG 2.2 AA). */
export function AppearanceProvider({ children }: { readonly children: ReactNode }) {
  const [chosen, choose] = useState<Appearance>(
    () => APPEARANCES.find((one) => one === kept(NAME)) ?? 'system',
  );
  const system = useSystemDark();
  const isDark = chosen === 'system' ? system : chosen === 'dark';
  const { language } = useLanguage();
  useEffect(() => {
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
    keep(NAME, chosen);
  }, [chosen, isDark]);
  const look = useMemo(
    () => ({
      algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
      token: {
        ...(isDark ? DARK : LIGHT),
        borderRadius: 8,
        fontFamily:
          'system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", "Segoe UI", sans-serif',
      },
    }),
    [isDark],
  );
  return (
    <Chosen value={useMemo(() => [chosen, choose] as const, [chosen])}>
      <ConfigProvider
        theme={look}
        locale={language === 'zh' ? zhCN : enUS}
        csp={{ nonce }}
        wave={{ disabled: true }}
        button={{ autoInsertSpace: false }}
      >
        {children}
      </ConfigProvider>
    </Chosen>
  );
}

const LIGHT = { colorPrimary: '#0b5cad', colorTextPlaceholder: '#667085', colorError: '#b3261e' };
const DARK = {
  ...{ colorPrimary: '#57a6f2', colorBgBase: '#11161d', colorTextBase: '#e8edf3' },
  ...{ colorTextPlaceholder: '#93a1b3', colorTextLightSolid: '#0b1016' },
};

export function useAppearance() {
  const chosen = useContext(Chosen);
  if (chosen === null) throw new Error('outside of AppearanceProvider');
  return chosen;
}
