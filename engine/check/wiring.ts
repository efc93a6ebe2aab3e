import type { DocumentPort } from '../action.ts';
import { nearHint } from '../expression/index.ts';
import type { DocumentReference } from '../feature.ts';
import { below, type Position } from '../source.ts';
import { mediaTypeFits, type Nameable, type Resolved, resolveDocument } from './references.ts';
import type { DocumentYaml } from './shapes.ts';

export interface Wiring {
  readonly in: Record<string, DocumentReference>;
  readonly mediaTypes: Record<string, { mediaType: string | undefined }>;
}

interface Wired {
  readonly uses: string;
  readonly ports: Readonly<Record<string, DocumentPort>>;
  /** `in` as it was written. */
  readonly given: Readonly<Record<string, DocumentYaml>> | undefined;
  /** What the input `document` takes where nothing is said. */
  readonly before: Resolved | undefined;
}

/** The port that stands for inputs of any other name. */
const anyName = '*';

/** Which document goes into which input; at is the step. */
export function wire({ uses, ports, given = {}, before }: Wired, at: Position, names: Nameable): Wiring {
  const wiring: Wiring = { in: {}, mediaTypes: {} };
  for (const [name, text] of Object.entries(given)) {
    const place = below(at, 'in', name);
    const port = Object.hasOwn(ports, name) && name !== anyName ? ports[name] : ports[anyName];
    if (!port) {
      const hint = nearHint(name, Object.keys(ports));
      names.report.at('KEY_UNKNOWN', `${uses} has no input ${name}.`, place, { hint, part: 'key' });
      continue;
    }
    const resolved = resolveDocument(text, place, names);
    if (resolved) connect(wiring, name, port, resolved, place, names);
    // What is wired wrongly is said there: nothing is to follow from it.
    else wiring.mediaTypes[name] = { mediaType: undefined };
  }
  const [only, ...others] = Object.keys(ports);
  for (const [name, port] of Object.entries(ports)) {
    if (name === anyName) continue;
    if (Object.hasOwn(given, name)) continue;
    const takesBefore = name === 'document' && only === 'document' && others.length === 0;
    if (takesBefore && before && (!port.optional || !isBusinessData(before))) {
      connect(wiring, name, port, before, at, names);
    } else if (!port.optional) {
      const message = `${uses} needs a document for its input ${name}, and the step before leaves none.`;
      names.report.at('REFERENCE_UNKNOWN', message, at, { hint: `Say in: { ${name}: =steps.<id>.document }.` });
    }
  }
  return wiring;
}

/** It goes by itself only into an input that must have something. */
const isBusinessData = ({ reference }: Resolved): boolean => 'input' in reference && reference.input === 'input';

function connect(
  wiring: Wiring,
  name: string,
  port: DocumentPort,
  { reference, mediaType }: Resolved,
  at: Position,
  { report }: Nameable,
): void {
  wiring.in[name] = reference;
  wiring.mediaTypes[name] = { mediaType };
  if (mediaTypeFits(mediaType, port.mediaTypes)) return;
  const message = `The input ${name} takes ${port.mediaTypes?.join(' or ')}, but is given ${mediaType}.`;
  report.at('MEDIA_TYPE', message, at);
}
