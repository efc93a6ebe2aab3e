import type { Answers } from './answers.ts';

/** One thing that an environment needs to be told. */
export interface Question {
  readonly key: keyof Answers;
  readonly text: string;
  /** What an empty answer means; undefined when there must be one. */
  readonly fallback: string | undefined;
}

/** In the order in which each can be proven: the store's address may be a secret in the vault. */
export const questions: readonly Question[] = [
  { key: 'name', text: 'Which environment is it: local, test or production?', fallback: undefined },
  { key: 'vault', text: 'Where are keys and secrets: a folder, or https://NAME.vault.azure.net?', fallback: 'vault' },
  {
    key: 'store',
    text: 'Where are records kept: a folder, https://ACCOUNT.blob.core.windows.net/CONTAINER, or secret:NAME of its SAS?',
    fallback: 'store',
  },
  { key: 'redis', text: `Where is Redis, e.g. \${REDIS_URL}? Nothing: all in one process.`, fallback: '' },
  { key: 'allow', text: 'Which hosts of authorities may be called? Spaces between them.', fallback: '' },
  { key: 'legalEntity', text: 'Who issues? Ids of legal entities, spaces between them.', fallback: '' },
  { key: 'retention', text: 'For how many years must records be kept? Nothing: none is ever purged.', fallback: '' },
];
