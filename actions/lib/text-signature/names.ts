import type { Name } from './description.ts';

const QUALIFIED = /^(?:([\p{L}_][\p{L}\p{M}\p{N}._-]*):)?([\p{L}_][\p{L}\p{M}\p{N}._-]*)$/u;

/** The name behind `prefix:local`; names without a prefix are in no namespace. Gives what is wrong with it as text. */
export function resolveName(
  name: string,
  namespaces: Readonly<Record<string, string>>,
  attribute = false,
): Name | string {
  const found = QUALIFIED.exec(name);
  const [, prefix, local] = found ?? [];
  if (local === undefined) return `"${name}" is not the name of an ${attribute ? 'attribute' : 'element'}`;
  if (prefix === undefined) return { name, namespace: '', local };
  const namespace = Object.hasOwn(namespaces, prefix) ? namespaces[prefix] : undefined;
  if (namespace === undefined) return `"${name}": the prefix ${prefix} is not declared under \`namespaces\``;
  return { name, namespace, local };
}
