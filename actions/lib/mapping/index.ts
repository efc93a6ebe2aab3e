import type { Loading } from '../../../engine/action.ts';
import type { Scope, Variables } from '../../../engine/expression.ts';
import type { Position } from '../../../engine/source.ts';
import type { Mapping } from './mapping.ts';
import { readMapping } from './read/index.ts';
import { compileWriter } from './write/index.ts';

/** A mapping file, checked and compiled: writes documents. */
export interface PreparedMapping {
  readonly writes: Mapping['writes'];
  readonly mediaType: string;
  /** The document in UTF-8. Throws all that is wrong with the data: CODE_UNKNOWN, TEXT_NOT_XML, TEXT_NOT_UNICODE, VALUE_TYPE, EXPRESSION_FAILED, HTML_UNSAFE. */
  write(variables: Variables): { readonly bytes: Uint8Array };
}

export interface MappingOptions {
  /** Names that its expressions may use besides those of the step. */
  readonly extraScope?: Scope;
}

/** Reads and compiles the mapping file that `at` names; undefined when something was reported through `loading`. */
export function prepareMapping(
  path: string,
  loading: Loading,
  at: Position,
  options: MappingOptions = {},
): PreparedMapping | undefined {
  const file = loading.file(path, at);
  const scope = { ...loading.scope, ...options.extraScope };
  const mapping = file && readMapping(file, { ...loading, scope });
  if (!mapping) return undefined;
  const write = compileWriter(mapping);
  const { writes, mediaType } = mapping;
  return { writes, mediaType, write: (variables) => ({ bytes: Buffer.from(write(variables), 'utf8') }) };
}
