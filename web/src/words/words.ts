/** Texts by name, each in Chinese and English; `{n}` and `{m}` are filled in. */
export type Words = Readonly<Record<string, readonly [zh: string, en: string]>>;
