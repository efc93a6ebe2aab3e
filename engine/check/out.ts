import type { CompiledExpression, JsonSchema } from '../expression.ts';
import type { DocumentReference } from '../feature.ts';
import { below, type Position } from '../source.ts';
import { compileValue } from './compile-value.ts';
import { type Known, stepsSchema } from './known.ts';
import type { StepContext } from './parts.ts';
import { resolveDocument } from './references.ts';
import type { DocumentYaml, OutYaml } from './shapes.ts';

export interface CheckedOut {
  readonly documents: Readonly<Record<string, DocumentReference>>;
  readonly mediaTypes: Readonly<Record<string, string | undefined>>;
  readonly values: Readonly<Record<string, CompiledExpression>>;
  readonly schemas: Readonly<Record<string, JsonSchema>>;
}

/** `out` of an operation and `result` of a pipeline: `document` is the document named `document`. */
export function checkOut(yaml: OutYaml, at: Position, context: StepContext, known: readonly Known[]): CheckedOut {
  const { report } = context.parts;
  const names = { report, earlier: known, later: [], inputs: context.inputs };
  const written: [string, DocumentYaml, Position][] = Object.entries(yaml.documents ?? {}).map(([name, text]) => [
    name,
    text,
    below(at, 'documents', name),
  ]);
  if (yaml.document !== undefined) written.unshift(['document', yaml.document, below(at, 'document')]);
  const documents: Record<string, DocumentReference> = {};
  const mediaTypes: Record<string, string | undefined> = {};
  for (const [name, text, place] of written) {
    if (report.isBroken(place)) continue;
    const resolved = resolveDocument(text, place, names);
    if (!resolved) continue;
    documents[name] = resolved.reference;
    mediaTypes[name] = resolved.mediaType;
  }
  const values: Record<string, CompiledExpression> = {};
  const schemas: Record<string, JsonSchema> = {};
  const scope = { ...context.scope, steps: stepsSchema(known) };
  for (const [name, value] of Object.entries(yaml.values ?? {})) {
    const compiled = compileValue(report, value, below(at, 'values', name), { scope, later: [] });
    schemas[name] = compiled ? schemaOfType(compiled.type) : true;
    if (compiled) values[name] = compiled;
  }
  return { documents, mediaTypes, values, schemas };
}

/** What a checked expression says of its value; of an object type only that it is one thing or another. */
function schemaOfType(type: string): JsonSchema {
  const list = /^list<(.*)>$/.exec(type);
  if (list) return { type: 'array', items: schemaOfType(list[1] ?? 'dyn') };
  return schemas[type] ?? true;
}

const schemas: Readonly<Record<string, JsonSchema>> = {
  string: { type: 'string' },
  bool: { type: 'boolean' },
  int: { type: 'integer' },
  double: { type: 'number' },
  decimal: { type: ['string', 'number'], format: 'decimal' },
};
