import { below, type Position } from '../../engine/source.ts';
import { prepareMapping } from '../lib/mapping/index.ts';
import type { PreparedBody, PreparedPart } from './body.ts';
import { type Compiling, prepareFields } from './compiling.ts';
import { documentScope, formsNamed } from './document-text.ts';
import type { CallParameters } from './parameters.ts';
import { secretScope, secretsNamed } from './secret-names.ts';

export const bodyKinds = ['body', 'document', 'form', 'multipart'] as const;

interface WithBody {
  readonly body: PreparedBody;
  /** Secrets that a mapping file names. */
  readonly secrets: readonly string[];
}

export function prepareBody(call: CallParameters, compiling: Compiling, at: Position): WithBody | undefined {
  if (call.body !== undefined) return prepareMapped(call.body, compiling, below(at, 'body'));
  if (call.form !== undefined) {
    return { body: { kind: 'form', fields: prepareFields(call.form, compiling, below(at, 'form')) }, secrets: [] };
  }
  if (call.multipart !== undefined) {
    const parts = prepareParts(call.multipart, compiling, below(at, 'multipart'));
    return { body: { kind: 'multipart', parts }, secrets: [] };
  }
  if (call.document === undefined) return undefined;
  needDocument(compiling, below(at, 'document'));
  return { body: { kind: 'document' }, secrets: [] };
}

function prepareMapped(path: string, compiling: Compiling, at: Position): WithBody | undefined {
  const { loading } = compiling;
  const file = loading.file(path, at);
  const secrets = file && secretsNamed(file.data, loading, { file, path: [] });
  const mapping =
    secrets &&
    prepareMapping(path, loading, at, { extraScope: { ...secretScope(secrets), ...documentScope(loading) } });
  if (mapping !== undefined && file !== undefined) {
    const forms = formsNamed(file.data, { file, path: [] });
    return { body: { kind: 'mapping', mapping, forms }, secrets: [...(secrets ?? [])] };
  }
  compiling.failed.value = true;
  return undefined;
}

function prepareParts(parts: Readonly<Record<string, unknown>>, compiling: Compiling, at: Position): PreparedPart[] {
  return Object.entries(parts).flatMap(([name, part]): PreparedPart[] => {
    const place = below(at, name);
    if (typeof part !== 'object' || part === null) {
      const value = compiling.expression(part, place);
      return value === undefined ? [] : [{ name, value }];
    }
    needDocument(compiling, place);
    const fileName = 'fileName' in part ? compiling.expression(part.fileName, below(place, 'fileName')) : undefined;
    const mediaType = 'mediaType' in part && typeof part.mediaType === 'string' ? part.mediaType : undefined;
    return [{ name, fileName, mediaType }];
  });
}

function needDocument(compiling: Compiling, at: Position): void {
  if (compiling.loading.inputs.document !== undefined) return;
  compiling.loading.report(
    'REFERENCE_UNKNOWN',
    'There is no document to send.',
    at,
    'Wire one: `in: { document: =steps.x.document }`.',
  );
  compiling.failed.value = true;
}
