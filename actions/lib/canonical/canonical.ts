import type { TextAside, TextAttribute, TextChild, TextElement, XmlText } from '../xml-text/index.ts';
import { attributesOf, inheritedAttributes } from './attributes.ts';
import { canonicalCharacters } from './escape.ts';
import type { CanonicalForm, Subtree } from './form.ts';
import { allInScope, declarationsOf, declaredHere, type Rendered, renderedWith, usedHere } from './namespaces.ts';

/** The canonical text of a part of a document; its bytes are its UTF-8. */
export function canonicalText(xml: XmlText, subtree: Subtree, form: CanonicalForm): string {
  const writer: Writer = { text: xml.text, form, without: subtree.without, out: '' };
  const { element, ancestors } = subtree;
  const inherited = form.exclusive ? [] : inheritedAttributes(element, ancestors);
  if (subtree.document) for (const aside of wanted(writer, xml.before)) writer.out += `${asideOf(writer, aside)}\n`;
  const prefixes = form.exclusive ? usedHere(element, undefined, form.inclusivePrefixes) : allInScope(element.scope);
  writeElement(writer, element, prefixes, inherited, undefined);
  if (subtree.document) for (const aside of wanted(writer, xml.after)) writer.out += `\n${asideOf(writer, aside)}`;
  return writer.out;
}

interface Writer {
  readonly text: string;
  readonly form: CanonicalForm;
  readonly without: TextElement | undefined;
  out: string;
}

function writeElement(
  writer: Writer,
  element: TextElement,
  prefixes: readonly string[],
  inherited: readonly TextAttribute[],
  outer: Rendered | undefined,
): void {
  const { scope } = element;
  const rendered = writer.form.exclusive ? renderedWith(prefixes, scope, outer) : outer;
  const attributes = attributesOf(writer.text, element, inherited);
  writer.out += `<${element.name}${declarationsOf(prefixes, scope)}${attributes}>`;
  if (element.asides === undefined) {
    for (const child of element.children) writeChild(writer, element, child, rendered);
  } else {
    writeMixed(writer, element, element.asides, rendered);
  }
  writer.out += `</${element.name}>`;
}

function writeChild(writer: Writer, parent: TextElement, child: TextChild, rendered: Rendered | undefined): void {
  if (!('name' in child)) {
    writer.out += canonicalCharacters(writer.text, child);
    return;
  }
  if (child === writer.without) return;
  const { exclusive, inclusivePrefixes } = writer.form;
  const prefixes = exclusive ? usedHere(child, rendered, inclusivePrefixes) : declaredHere(child.scope, parent.scope);
  writeElement(writer, child, prefixes, [], rendered);
}

/** Children and asides are each in document order. */
function writeMixed(
  writer: Writer,
  element: TextElement,
  asides: readonly TextAside[],
  rendered: Rendered | undefined,
): void {
  const pending = wanted(writer, asides);
  for (const child of element.children) {
    while (pending[0] !== undefined && pending[0].start < child.start) writeAside(writer, pending.shift());
    writeChild(writer, element, child, rendered);
  }
  for (const aside of pending) writeAside(writer, aside);
}

const wanted = ({ form }: Writer, asides: readonly TextAside[]): TextAside[] =>
  asides.filter(({ kind }) => form.comments || kind === 'instruction');

function writeAside(writer: Writer, aside: TextAside | undefined): void {
  if (aside !== undefined) writer.out += asideOf(writer, aside);
}

const INSTRUCTION = /^<\?([^ \t\n]+?)(?:[ \t\n]+([\s\S]*))?\?>$/;

/** Canonical XML 1.0, 2.3: one space between the target of an instruction and its data, none where there is no data. */
function asideOf({ text }: Writer, { kind, start, end }: TextAside): string {
  const raw = text.slice(start, end).replace(/\r\n?/g, '\n');
  if (kind === 'comment') return raw;
  const [, target = '', data = ''] = INSTRUCTION.exec(raw) ?? [];
  return data === '' ? `<?${target}?>` : `<?${target} ${data}?>`;
}
