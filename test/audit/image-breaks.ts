const OPEN = (table: string) => `alter table inspection.${table} disable trigger keep;`;

/** What is altered of images, and the laws that are broken by it and no others. */
export const IMAGE_BREAKS: readonly (readonly [title: string, laws: string, sql: string])[] = [
  [
    'an X-ray image is another than came',
    'images',
    `${OPEN('xrays')} update inspection.xrays set bytes = bytes || '\\x00'`,
  ],
  [
    'a photograph is another than was taken',
    'images',
    `${OPEN('photos')} update inspection.photos set bytes = '\\x00'`,
  ],
  [
    'a photograph and its hash are others than the trail tells',
    'images',
    `${OPEN('photos')} update inspection.photos
     set bytes = '\\x00', sha256 = encode(sha256('\\x00'), 'hex')`,
  ],
  ['a photograph is gone', 'images', `${OPEN('photos')} delete from inspection.photos`],
];
