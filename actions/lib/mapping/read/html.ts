import type { Position } from '../../../../engine/source.ts';
import { allowsAddress, attributeNames, elementNames, faultOfStyle, voidElements } from '../html-names.ts';
import type { Element, Leaf } from '../mapping.ts';
import { atKey, type Reading } from './reading.ts';

/** Checks the name of an element, or of an attribute of `element`; undefined when it was reported. */
export function readHtmlName(
  reading: Reading,
  name: string,
  at: Position,
  kind: 'element' | 'attribute',
  element = '',
): string | undefined {
  const known = kind === 'element' ? elementNames : attributeNames(element);
  if (known.includes(name) || (kind === 'attribute' && /^(aria|data)-[a-z][a-z-]*$/.test(name))) return name;
  const what = kind === 'element' ? 'the element' : `in ${element} the attribute`;
  reading.reportUnknown('HTML_UNSAFE', what, name, known, atKey(at));
  return undefined;
}

/** Checks what is known now: void elements are empty, style sheets are files, and addresses lead nowhere they must not. */
export function checkPage(
  reading: Reading,
  { name, attributes, content }: Pick<Element, 'name' | 'attributes' | 'content'>,
  at: Position,
): void {
  if (voidElements.has(name) && content.length > 0) {
    reading.report('SCHEMA', `${name} has no content`, at, 'Put it beside or around.');
  }
  if (name === 'style' && content.some((each) => each.kind !== 'leaf' || !each.raw)) {
    reading.report('HTML_UNSAFE', 'a style sheet comes from a file', at, 'Write `style: { $file: style.css }`.');
  }
  for (const { name: attribute, leaf } of attributes) {
    if (typeof leaf.value !== 'string' || allowsAddress(name, attribute, leaf.value)) continue;
    const hint = 'Write an address that begins with http:// or https://; in an image also data:image/….';
    reading.report('HTML_UNSAFE', `${leaf.value.slice(0, 60)} may not stand in ${attribute}`, leaf.at, hint);
  }
}

/** `$file`: the style sheet of the page, a file of the feature. */
export function readStyle(reading: Reading, element: string, value: unknown, at: Position): Leaf | undefined {
  if (element !== 'style' || typeof value !== 'string' || !value.endsWith('.css')) {
    const message = element === 'style' ? '$file must name a .css file' : '$file stands in a style element only';
    reading.report('SCHEMA', message, element === 'style' ? at : atKey(at), 'Write `style: { $file: style.css }`.');
    return undefined;
  }
  const css = reading.loading.text(value, at);
  if (css === undefined) reading.failed = true;
  const fault = faultOfStyle(css ?? '');
  if (fault !== undefined) {
    reading.report('HTML_UNSAFE', `${value} cannot be put into a page: ${fault}`, at, 'A page is whole in itself.');
  }
  return { kind: 'leaf', at, value: css ?? '', empty: false, raw: true, back: { kind: 'nothing' }, readOnly: false };
}
