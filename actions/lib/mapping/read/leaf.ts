import { isObject } from '../../../../engine/json.ts';
import { below, type Position } from '../../../../engine/source.ts';
import { isXmlText } from '../characters.ts';
import type { CodeTable, Leaf, LeafType, Source } from '../mapping.ts';
import { backWords, isReadable, readBack, readFlag } from './back.ts';
import { constantText, isScalar, numberLiteral, type Scalar } from './constant.ts';
import type { Names } from './names.ts';
import { atKey, type Reading } from './reading.ts';
import { type CompiledSource, readSource } from './source.ts';

export type Tree = Readonly<Record<string, unknown>>;

/** Reads a scalar or `{ $value, $codes, $empty }`; undefined when something in it was reported. */
export function readLeaf(reading: Reading, value: unknown, at: Position, names: Names): Leaf | undefined {
  if (!reading.count(at)) return undefined;
  if (isScalar(value)) return finish(reading, { value, valueAt: at, empty: false, tree: {}, at }, names);
  if (!isObject(value)) {
    const message = value === null ? 'nothing is written here' : 'a list cannot stand where one value is written';
    reading.report(
      'SCHEMA',
      message,
      at,
      'Write one value or expression; { $value: =…, $empty: true } for an empty one.',
    );
    return undefined;
  }
  const known = leafWords(reading);
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) reading.reportUnknown('KEY_UNKNOWN', 'the key', key, known, atKey(below(at, key)));
  }
  return readLeafWords(reading, value, at, names);
}

export const leafWords = (reading: Reading): readonly string[] => {
  const type = reading.writes === 'json' ? ['$type'] : [];
  return ['$value', '$codes', '$empty', ...type, ...backWords(reading)];
};

/** The same for a tree whose other keys are somebody else's. */
export function readLeafWords(reading: Reading, tree: Tree, at: Position, names: Names): Leaf | undefined {
  const valueAt = below(at, '$value');
  if (!('$value' in tree) && isReadable(reading.writes) && readFlag(reading, tree, at, '$readOnly'))
    return readOnlyLeaf(reading, tree, at, names);
  if (!isScalar(tree.$value)) {
    const there = '$value' in tree;
    const message = there ? '$value must be one value or an expression' : '$value is missing';
    reading.report('SCHEMA', message, there ? valueAt : at, 'Write $value: =…');
    return undefined;
  }
  const raw = {
    value: tree.$value,
    valueAt,
    tree,
    at,
    empty: readEmpty(reading, tree, at),
    table: readTable(reading, tree, at),
    type: readType(reading, tree, at),
  };
  return finish(reading, raw, names);
}

/** Never written; read where `$read` says it. */
function readOnlyLeaf(reading: Reading, tree: Tree, at: Position, names: Names): Leaf {
  const table = readTable(reading, tree, at);
  const back = readBack(reading, tree, at, names, undefined);
  return { kind: 'leaf', at, value: '', empty: false, back, readOnly: true, ...(table === undefined ? {} : { table }) };
}

export function readEmpty(reading: Reading, { $empty }: Tree, at: Position): boolean {
  if ($empty === undefined || typeof $empty === 'boolean') return $empty ?? false;
  reading.report('SCHEMA', '$empty must be true or false', below(at, '$empty'), 'Write $empty: true.');
  return false;
}

function readTable(reading: Reading, { $codes }: Tree, at: Position): CodeTable | undefined {
  if ($codes === undefined) return undefined;
  const table = typeof $codes === 'string' ? reading.codes.get($codes) : undefined;
  if (table === undefined) {
    const place = below(at, '$codes');
    reading.reportUnknown('REFERENCE_UNKNOWN', 'the code table', String($codes), reading.codes.keys(), place);
  }
  return table;
}

const leafTypes: readonly LeafType[] = ['string', 'number', 'boolean'];

function readType(reading: Reading, { $type }: Tree, at: Position): LeafType | undefined {
  const type = leafTypes.find((each) => each === $type);
  if (type === undefined && $type !== undefined) {
    const message = `$type must be one of ${leafTypes.join(', ')}`;
    reading.report('SCHEMA', message, below(at, '$type'), 'Write $type: number, for example.');
  }
  return type;
}

interface RawLeaf {
  readonly value: Scalar;
  readonly valueAt: Position;
  /** The other words, and where they stand. */
  readonly tree: Tree;
  readonly at: Position;
  readonly empty: boolean;
  readonly table?: CodeTable | undefined;
  readonly type?: LeafType | undefined;
}

function finish(reading: Reading, raw: RawLeaf, names: Names): Leaf | undefined {
  const value = readValue(reading, raw, names);
  if (value === undefined) return undefined;
  const type = raw.type ?? typeOf(raw, value);
  const written = typeof value === 'string' ? { constant: value } : value;
  return {
    kind: 'leaf',
    at: raw.valueAt,
    value,
    empty: raw.empty,
    back: readBack(reading, raw.tree, raw.at, names, written),
    readOnly: names.readOnly || readFlag(reading, raw.tree, raw.at, '$readOnly'),
    ...(raw.table === undefined || typeof value === 'string' ? {} : { table: raw.table }),
    ...(type === undefined ? {} : { type }),
  };
}

/** Codes are text. A decimal is a number, whatever way the business data wrote it. */
function typeOf(raw: RawLeaf, value: string | Source): LeafType | undefined {
  if (raw.table !== undefined) return 'string';
  const type = typeof value === 'string' ? typeof raw.value : value.type;
  if (type === 'decimal' || type === 'int' || type === 'double' || type === 'number') return 'number';
  if (type === 'bool' || type === 'boolean') return 'boolean';
  return type === 'string' ? 'string' : undefined;
}

function readValue(reading: Reading, raw: RawLeaf, names: Names): string | CompiledSource | undefined {
  const { value, valueAt } = raw;
  if (typeof value !== 'string' || !value.startsWith('=')) return readConstant(reading, raw, value);
  const source = readSource(reading, value, valueAt, names, 'scalar');
  if (source === undefined) return undefined;
  if (isScalar(source.compiled.constant)) return readConstant(reading, raw, source.compiled.constant);
  return source;
}

function readConstant(reading: Reading, raw: RawLeaf, value: Scalar): string | undefined {
  const text =
    reading.writes === 'json' && typeof value === 'number'
      ? numberLiteral(value, raw.valueAt)
      : constantText(reading, value, raw.valueAt);
  if (text === undefined) return undefined;
  if (text === '' && !raw.empty) {
    const hint = 'Remove it; or write { $value: "", $empty: true } if it shall stand there empty.';
    reading.report('SCHEMA', 'an empty text is absent, so this is never written', raw.valueAt, hint);
  }
  const written = raw.table === undefined || text === '' ? text : codeOf(reading, raw.table, text, raw.valueAt);
  if ((reading.writes === 'xml' || reading.writes === 'html') && !isXmlText(written ?? '')) {
    reading.report('TEXT_NOT_XML', 'the text has a character that XML cannot hold', raw.valueAt);
  }
  return written;
}

function codeOf(reading: Reading, { name, codes }: CodeTable, text: string, at: Position): string | undefined {
  const code = codes.get(text);
  if (code === undefined) reading.reportUnknown('CODE_UNKNOWN', `in the code table ${name},`, text, codes.keys(), at);
  return code;
}
