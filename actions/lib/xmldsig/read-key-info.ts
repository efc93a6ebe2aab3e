import type { X509Certificate } from 'node:crypto';
import { certificateFrom } from '../certificate/index.ts';
import type { TextElement, XmlText } from '../xml-text/index.ts';
import { DSIG } from './algorithms.ts';
import { elementsIn } from './located.ts';
import { unsafe } from './refusal.ts';
import { bytesOf, contentOf, isSignatureElement, textOf } from './strict.ts';

const DSIG11 = 'http://www.w3.org/2009/xmldsig11#';

/** The certificates in `KeyInfo`. Nothing signs it, so nothing but what the specification puts there may be in it. */
export function readKeyInfo(xml: XmlText, keyInfo: TextElement): X509Certificate[] {
  contentOf(xml, keyInfo);
  check(xml, keyInfo);
  const data = elementsIn(keyInfo).filter((each) => isSignatureElement(each, 'X509Data'));
  return data
    .flatMap(elementsIn)
    .filter((each) => isSignatureElement(each, 'X509Certificate'))
    .map((each) => certificateFrom(bytesOf(xml, each)) ?? unsafe('an X509Certificate is none'));
}

function check(xml: XmlText, element: TextElement): void {
  for (const child of elementsIn(element)) {
    if (child.namespace !== DSIG && child.namespace !== DSIG11) unsafe(`KeyInfo has ${child.name} in it`);
    if (elementsIn(child).length === 0) textOf(xml, child);
    else contentOf(xml, child);
    check(xml, child);
  }
}
