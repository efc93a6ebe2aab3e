import { type Problem, problem } from '../../engine/errors.ts';
import type { Path, SourceFile } from '../../engine/source.ts';

/**
 * Secrets that stand in the file itself, each ENVIRONMENT_SECRET at its place, without its value: the file is kept in places where
 * secrets must not be. Found are a key in PEM, an address with a password or a signature in it, a token, and a value
 * under a name that says it is a password.
 */
export function secretsInClear(file: SourceFile): Problem[] {
  const found: Problem[] = [];
  visit(file.data, [], (value, path) => {
    const what = whatIs(value, path);
    if (what === undefined) return;
    const { source: _, ...place } = file.place(path);
    const hint = 'Put it into the vault, and its name here. Change it: who has this file has had it.';
    found.push(problem('ENVIRONMENT_SECRET', `${path.join('.')} has ${what} in it.`, { place, hint }));
  });
  return found;
}

function whatIs(value: string, path: Path): string | undefined {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(value)) return 'a private key';
  if (/^whsec_/.test(value)) return 'the secret of a webhook';
  if (/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(value)) return 'a token';
  if (/[?&;](sig|SharedAccessSignature)=|AccountKey=/i.test(value)) return 'the signature or key of a storage account';
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url?.password && !url.password.includes('$')) return 'a password';
  const name = String(path.at(-1));
  const named = /(password|passwd|secret|token|apikey|api_key)$/i.test(name);
  return path.includes('settings') && named ? 'what its name says is a secret' : undefined;
}

function visit(value: unknown, path: Path, see: (value: string, path: Path) => void): void {
  if (typeof value === 'string') see(value, path);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, each] of Object.entries(value))
    visit(each, [...path, Array.isArray(value) ? Number(key) : key], see);
}
