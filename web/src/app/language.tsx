import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { WORDS, type Word } from '../words/all.ts';
import { keep, kept } from './kept.ts';

export type Language = 'zh' | 'en';

/** A text of the console, with `{n}` and `{m}` filled in. */
export type Say = (word: Word, numbers?: { readonly n?: unknown; readonly m?: unknown }) => string;

type Speaking = {
  readonly language: Language;
  readonly say: Say;
  /** Of texts that come in both languages from the platform. */
  pick(zh: string | null | undefined, en: string | null | undefined): string;
  speak(language: Language): void;
};

const Spoken = createContext<Speaking | null>(null);
const NAME = 'language';

/** Chosen before, else what the browser prefers. */
function first(): Language {
  const own = kept(NAME);
  if (own === 'zh' || own === 'en') return own;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, speak] = useState(first);
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    keep(NAME, language);
  }, [language]);
  const speaking = useMemo((): Speaking => {
    const which = language === 'zh' ? 0 : 1;
    return {
      language,
      speak,
      say: (word, { n = '', m = '' } = {}) =>
        WORDS[word][which].replace('{n}', String(n)).replace('{m}', String(m)),
      pick: (zh, en) => (language === 'zh' ? zh || en : en || zh) ?? '',
    };
  }, [language]);
  return <Spoken value={speaking}>{children}</Spoken>;
}

export function useLanguage(): Speaking {
  const speaking = useContext(Spoken);
  if (speaking === null) throw new Error('outside of LanguageProvider');
  return speaking;
}

/** A word that follows from data, such as `state.800`; the data itself where there is none. */
export function wordOr(say: Say, prefix: string, value: string): string {
  const word = `${prefix}.${value}`;
  return word in WORDS ? say(word as Word) : value;
}
