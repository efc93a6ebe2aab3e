import type { AttributePatch } from './attributes.ts';
import { type Linked, movedAside, type ReadElement } from './element.ts';
import { encodeXmlText } from './encode.ts';
import { applyPatches } from './patch.ts';
import type { ReadText } from './read.ts';
import { keepRead } from './shared.ts';

/**
 * The bytes of a document in which some attributes have other values. Everything else has only moved, so the next step that
 * looks at these bytes (`tellXmlText`) finds them read already.
 */
export function writeAttributes(xml: ReadText, patches: readonly AttributePatch[]): Uint8Array {
  const text = applyPatches(xml.text, patches);
  const bytes = encodeXmlText(text, xml.encoding);
  const isMoved = xml.encoding === 'utf8' && patches.every(isPlain) && areApart(patches);
  if (isMoved) keepRead(bytes, () => moveAll(xml, text, patches));
  return bytes;
}

/** The attribute declares no namespace and is in none, and its value has no character that XML may not hold. */
const isPlain = ({ name, text }: AttributePatch): boolean =>
  name !== 'xmlns' && !name.includes(':') && !/[^\t\n\r -\uFFFD]/.test(text);

/** No attribute is written twice. */
const areApart = (patches: readonly AttributePatch[]): boolean =>
  new Set(patches.map(({ name, element }) => `${element.start} ${name}`)).size === patches.length;

function moveAll(xml: ReadText, text: string, patches: readonly AttributePatch[]): ReadText {
  const ordered = [...patches].sort((one, other) => one.start - other.start);
  const moved = (offset: number): number => {
    let by = 0;
    for (const { start, end, text } of ordered) if (start <= offset) by += text.length - (end - start);
    return offset + by;
  };
  return {
    text,
    encoding: xml.encoding,
    root: moveElement(xml.root, added(ordered), moved),
    before: xml.before.map((each) => movedAside(each, moved)),
    after: xml.after.map((each) => movedAside(each, moved)),
  };
}

interface Added {
  readonly element: AttributePatch['element'];
  readonly name: string;
  /** Where its value stands in the changed text. */
  readonly start: number;
  readonly end: number;
}

function added(ordered: readonly AttributePatch[]): readonly Added[] {
  let by = 0;
  return ordered.flatMap(({ element, name, added, start, end, text }) => {
    const begin = start + by;
    by += text.length - (end - start);
    // It is written as ` name="value"`.
    return added ? [{ element, name, start: begin + name.length + 3, end: begin + text.length - 1 }] : [];
  });
}

function moveElement(root: ReadElement, added: readonly Added[], moved: (offset: number) => number): ReadElement {
  const table = root.emptyTable();
  const move = (element: ReadElement): ReadElement => {
    const copy = element.movedTo(table, moved);
    for (const each of added) {
      if (each.element === element) table.append(copy.row, each.name, each.start, each.end);
    }
    let last: Linked | undefined;
    for (let child = element.first; child !== undefined; child = child.next) {
      const next: Linked =
        'name' in child
          ? move(child)
          : { start: moved(child.start), end: moved(child.end), cdata: child.cdata, next: undefined };
      if (last === undefined) copy.first = next;
      else last.next = next;
      last = next;
    }
    return copy;
  };
  return move(root);
}
