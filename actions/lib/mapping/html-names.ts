/** Elements without an end tag (https://html.spec.whatwg.org/multipage/syntax.html#void-elements), of those a page may have. */
export const voidElements: ReadonlySet<string> = new Set(['br', 'col', 'hr', 'img', 'meta', 'wbr']);

const everywhere = ['class', 'dir', 'hidden', 'id', 'lang', 'role', 'title', 'translate'];
const ofCells = ['colspan', 'headers', 'rowspan'];

/** What a page may hold: what is read and printed. Nothing that runs, loads, frames or sends. */
const attributesOf: ReadonlyMap<string, readonly string[]> = new Map([
  ...words(
    'html head title style body header main footer nav section article aside address div p h1 h2 h3 h4 h5 h6 ul dl dt dd figure ' +
      'figcaption blockquote pre table caption thead tbody tfoot tr span strong em b i u s small sub sup code samp kbd var abbr ' +
      'bdi bdo cite dfn mark q br hr wbr colgroup',
  ).map((name): [string, string[]] => [name, []]),
  ['a', ['href']],
  ['col', ['span']],
  ['data', ['value']],
  ['del', ['datetime']],
  ['img', ['alt', 'height', 'src', 'width']],
  ['ins', ['datetime']],
  ['li', ['value']],
  ['meta', ['charset', 'content', 'name']],
  ['ol', ['start', 'type']],
  ['td', ofCells],
  ['th', [...ofCells, 'abbr', 'scope']],
  ['time', ['datetime']],
]);

function words(text: string): string[] {
  return text.split(' ');
}

export const elementNames: readonly string[] = [...attributesOf.keys()];

/** The attributes that an element may have, besides `aria-…` and `data-…`. */
export const attributeNames = (element: string): readonly string[] => [
  ...(attributesOf.get(element) ?? []),
  ...everywhere,
];

/** Attributes whose value is an address. */
const isAddress = (element: string, attribute: string): boolean =>
  (element === 'a' && attribute === 'href') || (element === 'img' && attribute === 'src');

/** Whether an address may stand there: a page of the web, or for `img` also an image inside the page. */
export function allowsAddress(element: string, attribute: string, value: string): boolean {
  if (!isAddress(element, attribute)) return true;
  if (/^https?:\/\/[^\s]/i.test(value)) return true;
  return element === 'img' && /^data:image\/(png|jpeg|gif|webp|svg\+xml)[;,]/.test(value);
}

/** What is wrong with a style sheet inside a page; undefined for a good one. */
export function faultOfStyle(css: string): string | undefined {
  if (/<\/style/i.test(css)) return 'it ends the style element';
  if (/<!--/.test(css)) return 'it has <!-- in it';
  if (/@import/i.test(css)) return 'it imports another one';
  // A backslash could spell either of them in another way.
  if (css.includes('\\')) return 'it has a backslash in it';
  const foreign = /url\(\s*["']?(?!data:image\/)[^)]{0,40}/i.exec(css);
  return foreign === null ? undefined : `it loads ${foreign[0]})`;
}
