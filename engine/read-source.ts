import { parse } from 'lossless-json';
import { type Problem, problem } from './errors.ts';
import { duplicateIn, survey } from './json-scan.ts';
import type { SourceFile } from './source.ts';
import { Lines, readYaml } from './yaml/index.ts';

/** Bytes of UTF-16 text, nearly those of the file. */
const largest = 256 * 1024;
const deepest = 64;

export interface ReadSource {
  /** Undefined when it cannot be used. */
  readonly file?: SourceFile;
  readonly problems: readonly Problem[];
}

/** What was read last, so much text at most: whoever loads a feature again, after a change of one file, has all others at hand. */
const mostKept = 8 * 1024 * 1024;
const kept = new Map<string, ReadSource>();
let keptText = 0;

/** Reads a YAML file, or a JSON file by its name, with all its problems. What is read is shared, and must not be changed. */
export function readSource(path: string, text: string): ReadSource {
  const key = `${path}\n${text}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = read(path, text);
  kept.set(key, made);
  keptText += key.length;
  for (const [oldest] of kept) {
    if (keptText <= mostKept) break;
    kept.delete(oldest);
    keptText -= oldest.length;
  }
  return made;
}

function read(path: string, text: string): ReadSource {
  const clean = text.replace(/^\uFEFF/, '');
  if (clean.length > largest) {
    const message = `The file has ${Math.ceil(clean.length / 1024)} KB; at most ${largest / 1024} KB are read.`;
    return { problems: [problem('YAML_TOO_LARGE', message, { place: { file: path, line: 1, column: 1 } })] };
  }
  return path.endsWith('.json') ? readJson(path, clean) : readYaml(path, clean);
}

/** JSON is YAML's flow style: the places come from there, but only once one is asked for. */
function readJson(path: string, text: string): ReadSource {
  const lines = new Lines(path, text);
  const { tooDeep } = survey(text, deepest);
  if (tooDeep !== undefined) {
    const message = `Nested deeper than ${deepest} levels.`;
    return { problems: [problem('YAML_TOO_LARGE', message, { place: lines.place(tooDeep, 1) })] };
  }
  const parsed = parseStrictly(lines);
  if ('code' in parsed) return { problems: [parsed] };
  const twice = duplicateIn(text);
  if (twice) {
    const place = lines.place(twice.offset, JSON.stringify(twice.key).length);
    const message = `The key "${twice.key}" stands twice in one object.`;
    return { problems: [problem('YAML_DUPLICATE_KEY', message, { place })] };
  }
  let placed: SourceFile | undefined;
  const place: SourceFile['place'] = (...at) => {
    placed ??= readYaml(path, text).file;
    return placed?.place(...at) ?? lines.place(0, 1);
  };
  return { file: { path, text, data: parsed.data, place }, problems: [] };
}

function parseStrictly(lines: Lines): { data: unknown } | Problem {
  try {
    return { data: bare(parse(lines.text, null, { parseNumber: Number, onDuplicateKey: ({ newValue }) => newValue })) };
  } catch (thrown) {
    const text = thrown instanceof Error ? thrown.message : String(thrown);
    const [, message = text, position = '0'] = /^(.*?) at position (\d+)$/s.exec(text) ?? [];
    const hint = /key expected but got '[}\]]'|value expected but got '[}\]]'/i.test(message)
      ? 'Is there a comma too many before it?'
      : /got ''''?/.test(message)
        ? 'JSON has double quotes only.'
        : undefined;
    return problem('JSON_SYNTAX', `Not JSON: ${message}.`, { place: lines.place(Number(position), 1), hint });
  }
}

/** Objects without a prototype, so that no key can reach one. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, member] of Object.entries(value)) copy[key] = bare(member);
  return copy;
}
