import type { XmlElement } from '../read-xml.ts';

/** Takes attributes of several elements into a cadena. */
export function each(values: string[], elements: readonly XmlElement[], names: readonly string[]): void {
  for (const element of elements) take(values, element, names);
}

/** Takes attributes into a cadena: a name that ends in `?` only when it is there, any other leaves its place empty. */
export function take(values: string[], element: XmlElement, names: readonly string[]): void {
  for (const name of names) {
    const optional = name.endsWith('?');
    const value = element.attributes.get(optional ? name.slice(0, -1) : name);
    if (value !== undefined || !optional) values.push(normalized(value ?? ''));
  }
}

/** XPath 1.0 normalize-space(): XML's four white space characters only, so a no-break space stays. */
export const normalized = (value: string): string => value.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '');
