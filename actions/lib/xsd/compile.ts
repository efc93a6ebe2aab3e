import { type XmlDocument, XmlValidateError, XmlXPath } from 'libxml2-wasm';
import type { Artefact } from '../../../engine/artefacts.ts';
import { withXml, type XmlTree } from '../xml/index.ts';
import { type Accepts, acceptanceOf } from './acceptance/index.ts';
import { checkValues } from './check-values.ts';
import { type CodeList, codeListOf } from './code-list.ts';
import { LongLists } from './long-lists.ts';
import { planChecks } from './plan.ts';
import { readSchemaSet, type SchemaSet, targetNamespaceOf } from './schema-set.ts';
import { type Compiled, compileSchema, reference, type SchemaText } from './schema-xml.ts';
import type { Plan } from './type-plan.ts';
import { type Violation, violationsOf } from './violation.ts';

/** A compiled XML Schema (1.0). */
export interface Xsd {
  /**
   * Everything that a document breaks, by line; none = valid.
   * @throws XML_MALFORMED, XML_DOCTYPE, XML_TOO_LARGE
   */
  validate(document: Uint8Array): readonly Violation[];
  /** The codes of a simple type, by its local name. */
  codeList(typeName: string): CodeList | undefined;
}

const mostKept = 16;
const kept = new Map<string, Xsd>();

/**
 * Compiles the schemas of artefacts together, once per digest. The first file of each is its main file; several
 * artefacts validate a document that has elements of all of them. Long enumerations become look-ups (see `LongLists`).
 * @throws ARTEFACT_INVALID
 */
export function compileXsd(artefacts: readonly Artefact[]): Xsd {
  const key = artefacts.map((each) => each.digest).join(' ');
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = new CompiledXsd(artefacts);
  kept.set(key, made);
  if (kept.size > mostKept) for (const oldest of [...kept.keys()].slice(0, 1)) kept.delete(oldest);
  return made;
}

class CompiledXsd implements Xsd {
  readonly #texts: readonly SchemaText[];
  readonly #set: SchemaSet | undefined;
  readonly #compiled: Compiled;
  /** The texts that were compiled: without long enumerations where there is a plan. */
  readonly #compiledTexts: readonly SchemaText[];
  readonly #plan: Plan | undefined;
  /** Undefined where schemas have what is not modelled: libxml2 judges each document then. */
  readonly #accepts: Accepts | undefined;
  readonly #lists = new Map<string, CodeList | undefined>();
  #whole: Compiled | undefined;

  constructor(artefacts: readonly Artefact[]) {
    this.#texts = textsOf(artefacts);
    this.#set = readSchemaSet(artefacts);
    const lists = this.#set && new LongLists(this.#set);
    this.#plan = this.#set?.isWhole && lists && lists.size > 0 ? planChecks(this.#set, lists) : undefined;
    this.#compiledTexts = this.#set && lists && this.#plan ? withoutLists(this.#texts, this.#set, lists) : this.#texts;
    this.#compiled = compileSchema(this.#compiledTexts);
    this.#accepts = this.#set?.isDistinct && lists ? acceptanceOf(this.#set, lists) : undefined;
  }

  validate(document: Uint8Array): readonly Violation[] {
    return this.#accepts?.(document) === true ? [] : withXml(document, (tree) => this.#violations(tree));
  }

  #violations(tree: XmlTree): readonly Violation[] {
    const { document } = tree;
    if (this.#plan === undefined) return validate(this.#compiled, document);
    // xsi:type puts another type in a place than the plan has there.
    if (mayUseOtherTypes(tree) && document.eval(usesOtherTypes) === true) {
      this.#whole ??= compileSchema(this.#texts);
      return validate(this.#whole, document);
    }
    const found = [...validate(this.#compiled, document), ...checkValues(document, this.#plan)];
    return found.sort((a, b) => a.line - b.line);
  }

  codeList(typeName: string): CodeList | undefined {
    if (!this.#lists.has(typeName) && this.#set !== undefined)
      this.#lists.set(typeName, codeListOf(typeName, this.#set, this.#compiledTexts));
    return this.#lists.get(typeName);
  }
}

const usesOtherTypes = XmlXPath.compile('boolean(//@xsi:type)', { xsi: 'http://www.w3.org/2001/XMLSchema-instance' });

/** Whether a search for the letters leaves it open: an attribute with a prefix cannot be written in any other way. */
function mayUseOtherTypes({ bytes }: XmlTree): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Where no prefix is declared in ASCII's letters, the document may be in UTF-16.
  return text.includes(':type') || !text.includes('xmlns:');
}

function validate({ validator }: Compiled, document: XmlDocument): Violation[] {
  try {
    validator.validate(document);
    return [];
  } catch (thrown) {
    if (thrown instanceof XmlValidateError) return violationsOf(thrown.details, document.root);
    throw thrown;
  }
}

/** Each file once; several artefacts stand behind a schema that imports the main file of each. */
function textsOf(artefacts: readonly Artefact[]): readonly SchemaText[] {
  const files = [...new Map(artefacts.flatMap((each) => each.files).map((file) => [file.address, file])).values()];
  if (artefacts.length < 2) return files;
  // Of the main files alone: one that they import may be what is not modelled.
  const imports = artefacts.map(({ files: [main] }) =>
    reference((main && targetNamespaceOf(main.bytes)) ?? '', main?.address ?? ''),
  );
  const text = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${imports.join('')}</xs:schema>`;
  return [{ address: 'urn:timbre:schemas', bytes: Buffer.from(text) }, ...files];
}

function withoutLists(texts: readonly SchemaText[], set: SchemaSet, lists: LongLists): readonly SchemaText[] {
  const files = new Map(set.files.map((file) => [file.address, file]));
  return texts.map((each) => {
    const file = files.get(each.address);
    return file === undefined ? each : { ...each, bytes: lists.strip(file, each.bytes) };
  });
}
