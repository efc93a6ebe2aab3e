import { parse as parseJson } from 'lossless-json';
import { type Problem, problem } from './errors.ts';
import type { SourceFile } from './source.ts';
import { Lines, readYaml } from './yaml/index.ts';

/** Bytes of UTF-16 text, nearly those of the file. */
const largest = 256 * 1024;

/** Reads a YAML file, or a JSON file by its name, with all its problems. `file` is undefined when it cannot be used. */
export function readSource(path: string, text: string): { file?: SourceFile; problems: Problem[] } {
  const clean = text.replace(/^\uFEFF/, '');
  if (clean.length > largest) {
    const message = `The file has ${Math.ceil(clean.length / 1024)} KB; at most ${largest / 1024} KB are read.`;
    return { problems: [problem('YAML_TOO_LARGE', message, { place: { file: path, line: 1, column: 1 } })] };
  }
  return path.endsWith('.json') ? readJson(path, clean) : readYaml(path, clean);
}

/** JSON is YAML's flow style, so that the places come from there; what is and is not JSON is decided here. */
function readJson(path: string, text: string): { file?: SourceFile; problems: Problem[] } {
  const broken = jsonProblem(new Lines(path, text));
  if (broken) return { problems: [broken] };
  return readYaml(path, text);
}

function jsonProblem(lines: Lines): Problem | undefined {
  try {
    parseJson(lines.text, null, { parseNumber: Number });
    return undefined;
  } catch (thrown) {
    const text = thrown instanceof Error ? thrown.message : String(thrown);
    const [, message = text, position = '0'] = /^(.*?) at position (\d+)$/s.exec(text) ?? [];
    const place = lines.place(Number(position), 1);
    if (message.startsWith('Duplicate key')) return problem('YAML_DUPLICATE_KEY', `${message}.`, { place });
    return problem('JSON_SYNTAX', `Not JSON: ${message}.`, { place });
  }
}
