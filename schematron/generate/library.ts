import type { Scope } from './scope.ts';
import { atomized, isDecimal, many, one, optional, type Type } from './types.ts';

/**
 * What an argument is converted to: `string` … exactly one, `string?` at most one, `string*` any number; `date` and the
 * like are types of XML Schema.
 */
export type Want =
  | `${'string' | 'double' | 'count' | 'boolean' | 'decimal' | 'atomic' | 'node' | 'item'}${'' | '?' | '*'}`
  | `xs:${string}?`;

/** A function of the core library whose generated code is a call of a runtime function. */
export interface Signature {
  readonly parameters: readonly Want[];
  readonly result: Type | ((types: readonly Type[], scope: Scope) => Type);
  readonly runtime: string;
  /** Further arguments put before and after the given ones. */
  readonly before?: string;
  readonly after?: string;
  /** Without arguments the context item is the argument. */
  readonly ofContext?: boolean;
}

export function signatureOf(local: string, count: number): Signature | undefined {
  const given = signatures.get(`${local}/${count}`);
  if (given !== undefined) return given;
  return local === 'concat' && count > 1
    ? { ...concat, parameters: new Array<Want>(count).fill('atomic?') }
    : undefined;
}

const string = one('string');
const boolean = one('boolean');
const count = one('count');
const double = one('double');

const concat: Signature = { parameters: [], result: string, runtime: 'concat' };

/** Of abs, round and the like: the argument's numeric type. */
function sameNumber([type]: readonly Type[]): Type {
  if (type === undefined) return optional('atomic');
  const { kind, occurs } = atomized(type);
  const isOne = occurs === 'one' ? one : optional;
  if (isDecimal(kind)) return isOne(kind === 'decimal' ? 'decimal' : 'integer');
  return isOne(kind === 'double' || kind === 'untyped' ? 'double' : 'atomic');
}

/** Of sum. */
function total([type]: readonly Type[]): Type {
  const kind = type === undefined ? 'atomic' : atomized(type).kind;
  if (isDecimal(kind)) return one(kind === 'decimal' ? 'decimal' : 'integer');
  return one('atomic');
}

const sameItems = ([type]: readonly Type[]): Type => (type === undefined ? many('item') : { ...type, occurs: 'many' });
const boxedItems = ([type]: readonly Type[]): Type =>
  type?.kind === 'node' ? { ...type, occurs: 'many' } : many('item');

const signatures = new Map<string, Signature>();

/** Entries: name, parameters (those after `…` may be left out), result, runtime function. */
function define(
  name: string,
  required: readonly Want[],
  more: readonly Want[],
  result: Signature['result'],
  runtime: string,
  extra: Pick<Signature, 'before' | 'after' | 'ofContext'> = {},
): void {
  for (let given = 0; given <= more.length; given++) {
    const parameters = [...required, ...more.slice(0, given)];
    signatures.set(`${name}/${parameters.length}`, { parameters, result, runtime, ...extra });
  }
  const [only] = required;
  if (extra.ofContext === true && only !== undefined) {
    signatures.set(`${name}/${required.length - 1}`, { parameters: required, result, runtime, ...extra });
  }
}

const session = { before: 'session' } as const;
const ofContext = { ofContext: true } as const;

define('string-length', ['string?'], [], count, 'stringLength', ofContext);
define('normalize-space', ['string?'], [], string, 'normalizeSpace', ofContext);
define('substring', ['string?', 'double'], ['double'], string, 'substring');
define('contains', ['string?', 'string?'], [], boolean, 'contains');
define('starts-with', ['string?', 'string?'], [], boolean, 'startsWith');
define('ends-with', ['string?', 'string?'], [], boolean, 'endsWith');
define('substring-before', ['string?', 'string?'], [], string, 'substringBefore');
define('substring-after', ['string?', 'string?'], [], string, 'substringAfter');
define('upper-case', ['string?'], [], string, 'upperCase');
define('lower-case', ['string?'], [], string, 'lowerCase');
define('translate', ['string?', 'string', 'string'], [], string, 'translate');
define('matches', ['string?', 'string'], ['string'], boolean, 'matches');
define('replace', ['string?', 'string', 'string'], ['string'], string, 'replace');
define('tokenize', ['string?'], ['string', 'string'], many('string'), 'tokenize');
define('string-join', ['string*'], ['string'], string, 'stringJoin');
define('string-to-codepoints', ['string?'], [], many('count'), 'stringToCodepoints');
define('codepoints-to-string', ['count*'], [], string, 'codepointsToString');
define('compare', ['string?', 'string?'], [], optional('integer'), 'compare');
define('codepoint-equal', ['string?', 'string?'], [], optional('boolean'), 'codepointEqual');
define('normalize-unicode', ['string?'], ['string'], string, 'normalizeUnicode');
define('encode-for-uri', ['string?'], [], string, 'encodeForUri');
define('iri-to-uri', ['string?'], [], string, 'iriToUri');
define('escape-html-uri', ['string?'], [], string, 'escapeHtmlUri');

define('format-number', ['atomic?', 'string'], [], string, 'formatNumber');
define('number', ['atomic?'], [], double, 'number', ofContext);
define('abs', ['atomic?'], [], sameNumber, 'abs');
define('floor', ['atomic?'], [], sameNumber, 'floor');
define('ceiling', ['atomic?'], [], sameNumber, 'ceiling');
define('round', ['atomic?'], [], sameNumber, 'round');
define('round-half-to-even', ['atomic?'], ['count'], sameNumber, 'roundHalfToEven');
signatures.set('round/2', { parameters: ['atomic?', 'count'], result: sameNumber, runtime: 'roundTo' });
define('sum', ['atomic*'], [], total, 'sumOrZero');
signatures.set('sum/2', { parameters: ['atomic*', 'atomic?'], result: optional('atomic'), runtime: 'sum' });
define('avg', ['atomic*'], [], optional('atomic'), 'average');
define('max', ['atomic*'], ['string'], optional('atomic'), 'maximum');
define('min', ['atomic*'], ['string'], optional('atomic'), 'minimum');
define('distinct-values', ['atomic*'], ['string'], many('atomic'), 'distinctValues');
define('index-of', ['atomic*', 'atomic'], ['string'], many('count'), 'indexOf');

define('insert-before', ['item*', 'count', 'item*'], [], many('item'), 'insertBefore');
define('remove', ['item*', 'count'], [], boxedItems, 'remove');
define('subsequence', ['item*', 'double'], ['double'], boxedItems, 'subsequence');
define('tail', ['item*'], [], boxedItems, 'tail');
define(
  'head',
  ['item*'],
  [],
  ([type]) => ({ ...boxedItems(type === undefined ? [] : [type]), occurs: 'optional' }),
  'head',
);
define('zero-or-one', ['item*'], [], optional('item'), 'zeroOrOne');
define('one-or-more', ['item*'], [], many('item'), 'oneOrMore');
define('exactly-one', ['item*'], [], one('item'), 'exactlyOneItem');
define('deep-equal', ['item*', 'item*'], ['string'], boolean, 'deepEqual', session);

define('name', ['node?'], [], string, 'lexicalNameOf', { ...session, ...ofContext });
define('local-name', ['node?'], [], string, 'localName', { ...session, ...ofContext });
define('namespace-uri', ['node?'], [], one('atomic'), 'namespaceUriValue', { ...session, ...ofContext });
define('node-name', ['node?'], [], optional('atomic'), 'nodeName', { ...session, ...ofContext });
define('path', ['node?'], [], optional('string'), 'pathOf', { ...session, ...ofContext });
define('generate-id', ['node?'], [], string, 'generateId', ofContext);
define('lang', ['string?', 'node'], [], boolean, 'lang', { ...session, ...ofContext });
define('root', ['node?'], [], ([type]) => ({ ...optional('node'), main: type?.main === true }), 'root', ofContext);
define('local-name-from-QName', ['xs:QName?'], [], optional('string'), 'localNameFromQName');
define('namespace-uri-from-QName', ['xs:QName?'], [], optional('atomic'), 'namespaceFromQName');
define('QName', ['string?', 'string'], [], one('atomic'), 'qualifiedName');

for (const type of ['dateTime', 'date', 'time'] as const) {
  define(`current-${type}`, [], [], one('atomic'), 'current', { before: 'session.now()', after: `"${type}"` });
  const name = `adjust-${type}-to-timezone`;
  define(name, [`xs:${type}?`], [], optional('atomic'), 'adjustToZone');
  const parameters: Want[] = [`xs:${type}?`, 'xs:dayTimeDuration?'];
  signatures.set(`${name}/2`, { parameters, result: optional('atomic'), runtime: 'adjustToGivenZone' });
}
for (const [type, parts] of [
  ['dateTime', ['year', 'month', 'day', 'hours', 'minutes', 'seconds', 'timezone']],
  ['date', ['year', 'month', 'day', 'timezone']],
  ['time', ['hours', 'minutes', 'seconds', 'timezone']],
] as const)
  for (const part of parts)
    define(`${part}-from-${type}`, [`xs:${type}?`], [], partType(part), 'partOf', { after: `"${part}"` });
for (const part of ['years', 'months', 'days', 'hours', 'minutes', 'seconds'] as const)
  define(`${part}-from-duration`, ['xs:duration?'], [], partType(part), 'partOfDuration', { after: `"${part}"` });
define('dateTime', ['xs:date?', 'xs:time?'], [], optional('atomic'), 'combine');
define('implicit-timezone', [], [], one('atomic'), 'implicitTimezone');

function partType(part: string): Type {
  return optional(part === 'timezone' ? 'atomic' : part === 'seconds' ? 'decimal' : 'integer');
}

/** Functions that generate.ts writes itself; only their types are said here. */
const written: readonly [string, readonly number[], Signature['result']][] = [
  ['true', [0], boolean],
  ['false', [0], boolean],
  ['not', [1], boolean],
  ['boolean', [1], boolean],
  ['exists', [1], boolean],
  ['empty', [1], boolean],
  ['count', [1], count],
  ['position', [0], count],
  ['last', [0], count],
  ['string', [0, 1], string],
  ['data', [0, 1], ([type]) => (type === undefined ? many('atomic') : atomized(type))],
  ['reverse', [1], sameItems],
  ['unordered', [1], sameItems],
  ['current', [0], (_, scope) => scope.current?.type ?? one('item')],
  ['key', [2, 3], { kind: 'node', occurs: 'many' }],
  ['document', [1], { kind: 'node', occurs: 'many' }],
  ['doc', [1], { kind: 'node', occurs: 'many' }],
  ['trace', [2], sameItems],
  ['error', [0, 1, 2, 3], optional('item')],
];
for (const [name, counts, result] of written)
  for (const given of counts) signatures.set(`${name}/${given}`, { parameters: [], result, runtime: '' });
