import { stringify } from 'yaml';
import { schemaLine } from '../schema-line.ts';

/** As they were given, each a text; lists have spaces between their parts. */
export interface Answers {
  readonly name: string;
  readonly vault: string;
  readonly store: string;
  readonly redis: string;
  readonly allow: string;
  readonly legalEntity: string;
  readonly retention: string;
}

/** The environment file that the answers make in a folder. What was not asked yet is as it would be on one machine. */
export function fileOf(answers: Partial<Answers>, folder: string): string {
  const { name = 'local', vault = 'vault', store = 'store', redis = '', retention = '' } = answers;
  const legalEntities = partsOf(answers.legalEntity);
  const content = {
    name,
    store: storeOf(store),
    vault: isAddress(vault) ? { keyVault: vault } : { folder: vault },
    ...(redis === '' ? {} : { queue: { redis } }),
    allowedHosts: partsOf(answers.allow),
    ...(retention === '' ? {} : { retention: { years: Number(retention) } }),
    ...(legalEntities.length === 0
      ? {}
      : { legalEntities: Object.fromEntries(legalEntities.map((id) => [id, { settings: {}, secrets: {} }])) }),
  };
  return `${schemaLine('environment', folder)}${stringify(content, { lineWidth: 0 })}`;
}

const partsOf = (answer = ''): string[] => answer.split(/[\s,]+/).filter((part) => part !== '');

const isAddress = (text: string): boolean => /^https?:/.test(text);

function storeOf(answer: string): object {
  if (answer.startsWith('secret:')) return { blob: { sas: answer.slice('secret:'.length) } };
  return isAddress(answer) ? { blob: { container: answer } } : { folder: answer };
}
