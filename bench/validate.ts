import { createHash } from 'node:crypto';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { compileXsd, type Xsd } from '../actions/lib/xsd/index.ts';
import type { Artefact } from '../engine/artefacts.ts';

export interface ValidationFigures {
  /** Codes of the generated catalogue: as many as c_ClaveProdServ has. */
  readonly codes: number;
  /** Milliseconds, once per artefact and process. */
  readonly compile: number;
  /** Microseconds for a document of ten lines, a code of the catalogue on each: parsing and validation. */
  readonly document: number;
  /** Microseconds that one more line with a code costs, at 1,000 and at 10,000 lines, and the second by the first. */
  readonly line: number;
  readonly lineOfMany: number;
  readonly marginal: number;
  /** Microseconds per line of libxml2 alone, with a tenth of the catalogue: it takes 15 s to compile all of it. */
  readonly alone: number;
}

const codes = 52_000;
const first = 10_000_000;

/** Measures what a catalogue of official size costs an XSD validation. Verdicts of both ways are compared on the way. */
export function measureValidation(): ValidationFigures {
  const artefact = artefactOf(schema(codes));
  const started = performance.now();
  const xsd = compileXsd([artefact]);
  const compile = performance.now() - started;
  check(xsd, [0, codes / 2, codes - 1], [codes, codes + 1]);
  const line = marginal((lines) => validation(xsd, lines), 1000);
  const lineOfMany = marginal((lines) => validation(xsd, lines), 10_000);
  return {
    codes,
    compile,
    document:
      median(
        200,
        () => Buffer.from(document(10)),
        (bytes) => validate(xsd, bytes),
      ) * 1000,
    line,
    lineOfMany,
    marginal: lineOfMany / line,
    alone: marginal(plainly(schema(codes / 10)), 200, 15),
  };
}

function schema(count: number): string {
  const values = Array.from({ length: count }, (_, at) => `<xs:enumeration value="${first + at}"/>`).join('');
  return `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:c="urn:bench" targetNamespace="urn:bench" elementFormDefault="qualified">
    <xs:simpleType name="code"><xs:restriction base="xs:string"><xs:whiteSpace value="collapse"/>${values}</xs:restriction></xs:simpleType>
    <xs:element name="document"><xs:complexType><xs:sequence><xs:element name="line" maxOccurs="unbounded"><xs:complexType>
      <xs:attribute name="code" type="c:code" use="required"/><xs:attribute name="amount" type="xs:decimal"/><xs:attribute name="name" type="xs:string"/>
    </xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element></xs:schema>`;
}

/** Codes far apart: a list that is searched from its start is not let off with its first values. */
function document(lines: number, code = (at: number) => first + ((at * 97) % (codes / 10))): string {
  const text = Array.from({ length: lines }, (_, at) => `<c:line code="${code(at)}" amount="1.50" name="Item ${at}"/>`);
  return `<c:document xmlns:c="urn:bench">${text.join('')}</c:document>`;
}

function artefactOf(text: string): Artefact {
  const digest = createHash('sha256').update(text).digest('hex');
  return { name: 'bench.xsd', digest, files: [{ address: 'urn:bench', sha256: digest, bytes: Buffer.from(text) }] };
}

function check(xsd: Xsd, good: readonly number[], wrong: readonly number[]): void {
  for (const [valid, list] of [
    [true, good],
    [false, wrong],
  ] as const)
    for (const at of list)
      if (validate(xsd, Buffer.from(document(1, () => first + at))) !== valid)
        throw new Error(`wrong verdict at ${at}`);
}

const validate = (xsd: Xsd, bytes: Uint8Array): boolean => xsd.validate(bytes).length === 0;

function validation(xsd: Xsd, lines: number): () => boolean {
  const bytes = Buffer.from(document(lines));
  validate(xsd, bytes);
  return () => validate(xsd, bytes);
}

function plainly(text: string): (lines: number) => () => boolean {
  const source = XmlDocument.fromString(text);
  const validator = XsdValidator.fromDoc(source);
  return (lines) => {
    const read = XmlDocument.fromString(document(lines));
    return () => {
      validator.validate(read);
      return source.root !== null;
    };
  };
}

/** Microseconds per line between half of the lines and all of them; small documents go round often, to be compiled. */
function marginal(
  prepare: (lines: number) => () => boolean,
  lines: number,
  rounds = Math.max(15, 300_000 / lines),
): number {
  const [half, all] = [prepare(lines / 2), prepare(lines)].map((work) => median(rounds, () => 0, work));
  return (((all ?? 0) - (half ?? 0)) / (lines / 2)) * 1000;
}

/** Milliseconds of processor time in the median round: other work on the machine does not count. */
function median<T>(rounds: number, prepare: () => T, work: (prepared: T) => boolean): number {
  const all = Array.from({ length: rounds }, () => {
    const prepared = prepare();
    const before = process.cpuUsage();
    if (!work(prepared)) throw new Error('the document should be valid');
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return all.sort((a, b) => a - b)[rounds >> 1] ?? Number.NaN;
}
