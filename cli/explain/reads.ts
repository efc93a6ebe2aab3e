import { type Feature, mayNeed, type Needs } from '../../engine/index.ts';
import { openFiles } from '../../engine/overlay/index.ts';
import type { Reads } from './story.ts';

/** Finds what the parameters of steps read, through the files that they name. */
export class Reading {
  readonly #feature: Feature;
  readonly #files: ReturnType<typeof openFiles>;
  readonly #secrets: Needs['secrets'];

  constructor(feature: Feature) {
    this.#feature = feature;
    this.#files = openFiles(feature.files);
    this.#secrets = mayNeed(feature).secrets;
  }

  of(parameters: unknown): Reads {
    const found = new Found();
    this.#collect(parameters, found);
    return found.sorted();
  }

  #collect(part: unknown, found: Found): void {
    if (typeof part === 'string') this.#text(part, found);
    else if (Array.isArray(part)) for (const each of part) this.#collect(each, found);
    else if (typeof part === 'object' && part !== null)
      for (const each of Object.values(part)) this.#collect(each, found);
  }

  #text(text: string, found: Found): void {
    if (Object.hasOwn(this.#feature.artefacts, text)) found.artefacts.add(text);
    else if (Object.hasOwn(this.#secrets, text)) found.secrets.add(text);
    else if (this.#files.paths.includes(text)) this.#file(text, found);
    else if (/^=|\{=|^\w.* in \w/.test(text)) namesIn(text, found);
  }

  /** Rules, mappings and requests are read as a whole; a file that names itself is read once. */
  #file(path: string, found: Found): void {
    if (found.files.has(path)) return;
    found.files.add(path);
    if (/\.(ya?ml|json)$/.test(path)) this.#collect(this.#files.read(path).file?.data, found);
  }
}

class Found {
  readonly invoice = new Set<string>();
  readonly values = new Set<string>();
  readonly settings = new Set<string>();
  readonly secrets = new Set<string>();
  readonly files = new Set<string>();
  readonly artefacts = new Set<string>();

  sorted(): Reads {
    const list = (set: ReadonlySet<string>) => [...set].sort();
    return {
      invoice: list(this.invoice),
      values: list(this.values),
      settings: list(this.settings),
      secrets: list(this.secrets),
      files: [...this.files],
      artefacts: list(this.artefacts),
    };
  }
}

/** The names of an expression that lead out of it; what stands in quotes is text. */
function namesIn(expression: string, found: Found): void {
  const code = expression.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""');
  const names = /(?<![\w.])(invoice|original|context|settings|secrets|steps|inputs)((?:\??\.[A-Za-z_]\w*)+)(\(?)/g;
  for (const [, root = '', path = '', call] of code.matchAll(names)) {
    const segments = path.split(/\??\./).slice(1, call === '(' ? -1 : undefined);
    const rest = segments.join('.');
    if (root === 'invoice') found.invoice.add(rest);
    else if (root === 'settings') found.settings.add(segments[0] ?? rest);
    else if (root === 'secrets') found.secrets.add(segments[0] ?? rest);
    else if (root === 'steps') found.values.add(`steps.${segments.slice(0, 2).join('.')}`);
    else found.values.add(`${root}.${rest}`);
  }
}
