import { sign as rawSign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { enveloped, isRefused, owner, part, replaced, signer, verify } from './xmldsig.ts';

/** Signs with a key of one's own, as an attacker can: what is refused then is refused for what it is. */
function resigned(xml: string, change: (info: string) => string): string {
  const info = change(part(xml, 'SignedInfo'));
  const scoped = info.replace(
    '<SignedInfo>',
    '<SignedInfo xmlns="http://www.w3.org/2000/09/xmldsig#" xmlns:o="urn:o">',
  );
  const canonical = scoped.replace(/<(\w+)([^>]*)\/>/g, '<$1$2></$1>');
  const value = rawSign('sha256', Buffer.from(canonical), signer.privateKey).toString('base64');
  return replaced(
    xml.replace(part(xml, 'SignedInfo'), () => info),
    /<SignatureValue>[^<]*/,
    `<SignatureValue>${value} `,
  );
}

const transform = (algorithm: string, content = ''): string =>
  `<Transform Algorithm="${algorithm}">${content}</Transform>`;
const withTransform = (more: string) => (info: string) => replaced(info, '</Transforms>', `${more}</Transforms>`);

/** Each with a genuine signature over what must not be signed: title, document. */
const unsafe: [string, string][] = [
  ['a reference to a host', resigned(enveloped, (info) => replaced(info, 'URI=""', 'URI="http://127.0.0.1/x"'))],
  ['a reference to a file', resigned(enveloped, (info) => replaced(info, 'URI=""', 'URI="file:///etc/passwd"'))],
  ['a reference without a URI', resigned(enveloped, (info) => replaced(info, ' URI=""', ''))],
  ['an XPointer', resigned(enveloped, (info) => replaced(info, 'URI=""', 'URI="#xpointer(/)"'))],
  ['an Id that nothing has', resigned(enveloped, (info) => replaced(info, 'URI=""', 'URI="#nothing"'))],
  ['XSLT', resigned(enveloped, withTransform(transform('http://www.w3.org/TR/1999/REC-xslt-19991116')))],
  [
    'only XSLT',
    resigned(enveloped, (info) =>
      replaced(
        info,
        part(info, 'Transforms'),
        `<Transforms>${transform('http://www.w3.org/TR/1999/REC-xslt-19991116')}</Transforms>`,
      ),
    ),
  ],
  [
    'an XPath that leaves all out',
    resigned(enveloped, (info) =>
      replaced(
        info,
        part(info, 'Transforms'),
        `<Transforms>${transform('http://www.w3.org/TR/1999/REC-xpath-19991116', '<XPath>false()</XPath>')}</Transforms>`,
      ),
    ),
  ],
  ['base64', resigned(enveloped, withTransform(transform('http://www.w3.org/2000/09/xmldsig#base64')))],
  [
    'an unknown canonicalisation',
    resigned(enveloped, (info) =>
      replaced(info, /<CanonicalizationMethod [^>]*>/, '<CanonicalizationMethod Algorithm="urn:x"/>'),
    ),
  ],
  ['no reference at all', resigned(enveloped, (info) => replaced(info, /<Reference[\s\S]*<\/Reference>/, ''))],
  [
    'a thousand references',
    resigned(enveloped, (info) => replaced(info, part(info, 'Reference'), part(info, 'Reference').repeat(1000))),
  ],
  ['a Manifest', resigned(enveloped, (info) => replaced(info, '</SignedInfo>', '<Manifest/></SignedInfo>'))],
];

describe('a signature over what is not safe to sign is refused', () => {
  it.each(unsafe)('%s', (_, xml) => isRefused(xml, owner, 'SIGNATURE_UNSAFE'));

  it('what the attacker of these tests signs holds where nothing is wrong with it', async () => {
    expect(await verify(resigned(enveloped, (info) => info))).toMatchObject({ valid: true });
  });
});
