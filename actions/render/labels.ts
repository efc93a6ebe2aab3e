import type { Loading } from '../../engine/action.ts';
import { nearHint, type Scope } from '../../engine/expression.ts';
import { isObject } from '../../engine/json.ts';
import { below, type Position, type SourceFile } from '../../engine/source.ts';

/** A text, or a table from codes to texts. */
type Label = string | Readonly<Record<string, string>>;
type Words = Readonly<Record<string, Label>>;

/** The words of a template by language; empty when it has none. The first language stands in for any other. */
export type Labels = ReadonlyMap<string, Words>;

/** Reads `labels` of a template, or of the file it names; undefined when something was reported, or there is no file. */
export function readLabels(file: SourceFile | undefined, loading: Loading): Labels | undefined {
  if (file === undefined) return undefined;
  const { labels: given } = isObject(file.data) ? file.data : {};
  const at = below({ file, path: [] }, 'labels');
  if (given === undefined) return new Map();
  if (typeof given !== 'string') return readLanguages(given, loading, at);
  const named = loading.file(given, at);
  return named && readLanguages(named.data, loading, { file: named, path: [] });
}

function readLanguages(given: unknown, loading: Loading, at: Position): Labels | undefined {
  if (!isObject(given)) {
    return reported(loading, 'labels must give words to languages', at, 'Write `en: { total: Total }`.');
  }
  const labels = new Map<string, Words>();
  let failed = false;
  for (const [language, words] of Object.entries(given)) {
    const read = readWords(language, words, loading, below(at, language));
    if (read === undefined) failed = true;
    else labels.set(language, read);
  }
  const [first, ...others] = labels;
  for (const other of others) {
    if (first !== undefined && !sameWords(first, other, loading, at)) failed = true;
  }
  return failed ? undefined : labels;
}

function reported(loading: Loading, message: string, at: Position, hint: string): undefined {
  loading.report('SCHEMA', message, at, hint);
}

function readWords(language: string, value: unknown, loading: Loading, at: Position): Words | undefined {
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language)) {
    return reported(loading, `${language} is no language tag`, at, 'Write for example es or es-MX.');
  }
  if (!isObject(value)) return reported(loading, `${language} must have words`, at, 'Write `total: Total`.');
  const words: Record<string, Label> = {};
  for (const [name, label] of Object.entries(value)) {
    if (!isLabel(label)) {
      return reported(
        loading,
        `${name} is neither a text nor a table of texts`,
        below(at, name),
        'Put texts in quotes.',
      );
    }
    words[name] = label;
  }
  return words;
}

const isLabel = (value: unknown): value is Label =>
  typeof value === 'string' || (isObject(value) && Object.values(value).every((each) => typeof each === 'string'));

/** What one language lacks would leave a hole in its pages. */
function sameWords([first, words]: [string, Words], [other, others]: [string, Words], loading: Loading, at: Position) {
  const missing = (from: Words, to: Words, language: string) => {
    const names = namesOf(from);
    const known = namesOf(to);
    const gaps = [...names].filter((name) => !known.has(name));
    for (const name of gaps) {
      reported(
        loading,
        `${language} has no \`${name}\``,
        below(at, language),
        nearHint(
          name,
          [...known].filter((each) => !names.has(each)),
        ),
      );
    }
    return gaps.length > 0;
  };
  const here = missing(words, others, other);
  const there = missing(others, words, first);
  return !(here || there);
}

/** `total`, and `units.KGM` for a table. */
function namesOf(words: Words): ReadonlySet<string> {
  return new Set(
    Object.entries(words).flatMap(([name, label]) =>
      typeof label === 'string' ? [name] : Object.keys(label).map((code) => `${name}.${code}`),
    ),
  );
}

/** `labels`, typed by the first language, and `language`. */
export function labelsScope(labels: Labels): Scope {
  const [first = {}] = labels.values();
  const properties = Object.entries(first).map(([name, label]) => [
    name,
    typeof label === 'string' ? { type: 'string' } : { type: 'object', additionalProperties: { type: 'string' } },
  ]);
  return {
    labels: { type: 'object', additionalProperties: false, properties: Object.fromEntries(properties) },
    language: { type: 'string' },
  };
}

/** The language itself, else its main language (es for es-MX), else the first there is. */
export function chooseLanguage(labels: Labels, wanted: unknown): string {
  const tag = typeof wanted === 'string' ? wanted : '';
  const [first = ''] = labels.keys();
  const [main = ''] = tag.split('-');
  return [tag, main].find((each) => labels.has(each)) ?? (labels.size === 0 ? tag : first);
}
