import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { packageFolder } from '../../platform/environment/index.ts';

/** The library beside which we are measured, in a folder of its own: only this bench needs it. */
const version = '2.3.4';
const folder = join(packageFolder, '.timbre', 'e-invoice-eu');
const dist = join(folder, 'node_modules', '@e-invoice-eu', 'core', 'dist');

interface Peer {
  readonly InvoiceService: new (logger: unknown) => Service;
  readonly invoiceSchema: Schema;
}
interface Service {
  generate(invoice: unknown, options: { readonly format: string; readonly lang: string }): Promise<string | Uint8Array>;
}
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/**
 * How `@e-invoice-eu/core` writes the invoice of a UBL document. It compiles its schema for each invoice, which takes it eighty
 * milliseconds; here it does so once. Undefined where it cannot be installed.
 */
export function openPeer(document: Uint8Array): (() => Promise<string | Uint8Array>) | undefined {
  if (!install()) return undefined;
  const once = join(dist, 'compiled-once.cjs');
  const text = readFileSync(join(dist, 'e-invoice-eu.cjs.js'), 'utf8');
  const [before, after] = [
    'const validator = ajv.compile(schema)',
    'const validator = (compiledOnce ??= ajv.compile(schema))',
  ];
  if (!text.includes(before)) throw new Error(`@e-invoice-eu/core ${version} is not what it was`);
  writeFileSync(once, `let compiledOnce;\n${text.replace(before, after)}`);
  const { InvoiceService, invoiceSchema }: Peer = createRequire(join(folder, 'package.json'))(once);
  const service = new InvoiceService({ log() {}, warn() {}, error() {}, debug() {} });
  const invoice = internalFormat(document, invoiceSchema);
  return () => service.generate(invoice, { format: 'UBL', lang: 'en' });
}

function install(): boolean {
  if (existsSync(dist)) return true;
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, dependencies: { '@e-invoice-eu/core': version } }),
  );
  process.stderr.write(`installing @e-invoice-eu/core ${version}\n`);
  const options = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  return spawnSync('npm', options, { cwd: folder, timeout: 120_000, stdio: 'ignore' }).status === 0;
}

type Node = string | { readonly [name: string]: Node } | readonly Node[];

/** Its own JSON has the names of UBL: an attribute stands beside its element, `cbc:ID@schemeID`. */
function internalFormat(document: Uint8Array, schema: Schema) {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    ignoreDeclaration: true,
  });
  const [root]: Node[] = Object.values(parser.parse(Buffer.from(document)));
  const definitions = schema.properties ?? {};
  return { 'ubl:Invoice': root === undefined ? {} : shaped(root, definitions['ubl:Invoice'] ?? {}, schema) };
}

function shaped(node: Node, given: Schema, whole: Schema): unknown {
  const schema = resolved(given, whole);
  if (schema.type === 'array') return [node].flat().map((each: Node) => shaped(each, schema.items ?? {}, whole));
  if (typeof node === 'string') return node;
  const out: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(node)) {
    if (name.startsWith('@')) continue;
    const text = textIn(member);
    if (text === undefined) {
      out[name] = shaped(member, schema.properties?.[name] ?? {}, whole);
      continue;
    }
    out[name] = text['#text'];
    for (const [attribute, value] of Object.entries(text)) if (attribute.startsWith('@')) out[name + attribute] = value;
  }
  return out;
}

const textIn = (node: Node): Readonly<Record<string, Node>> | undefined =>
  typeof node === 'object' && !Array.isArray(node) && '#text' in node ? node : undefined;

function resolved(schema: Schema, whole: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  let found: unknown = whole;
  for (const name of schema.$ref.split('/').slice(1))
    found =
      typeof found === 'object' && found !== null
        ? Object.entries(found).find(([key]) => key === name)?.[1]
        : undefined;
  return typeof found === 'object' && found !== null ? found : {};
}
