/** Why a file is put aside without being sent. */
export const FOLDER_CODES = {
  'FOLDER-TOKEN': {
    zh: '没有该传输企业的令牌',
    en: 'there is no token for the sender of this message',
    hint: 'Add the token to tokens.json, start again, and put the file back into the folder.',
    hintZh: '请在 tokens.json 中补上令牌，重新启动后把文件放回目录。',
  },
} as const;
