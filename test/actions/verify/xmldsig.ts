import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'vitest';
import { verifyAction } from '../../../actions/verify/index.ts';
import { makeTestTaxpayer } from '../../../sandbox/certificates/index.ts';
import { codeOf, prepared } from '../compile.ts';
import { contextOf, loadingOf } from '../loading.ts';
import { documentOf, materialOf, sign } from '../sign/signing.ts';

export const signer = makeTestTaxpayer({ rfc: 'EKU9003173C9', name: 'ESCUELA KEMPER URGATE' });
export const other = makeTestTaxpayer({ rfc: 'URE180429TM6', name: 'UNIVERSIDAD ROBOTICA' });
export const elliptic = makeTestTaxpayer({
  rfc: 'EKU9003173C9',
  name: 'E',
  privateKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
});

export const owner = 'subject: { oid: 2.5.4.45, until: /, equals: EKU9003173C9 }\n';
export const weak = 'signature: [rsa-sha1]\ndigest: [sha1]\n';

export interface Given {
  readonly certificate?: Uint8Array | string;
  readonly content?: string;
}

export function verification(step: string, given: Given = {}, files: Readonly<Record<string, string>> = {}) {
  const yaml = `profile: xmldsig\n${step}`;
  if (given.certificate === undefined) return prepared(verifyAction, yaml, files);
  const { loading, at, data } = loadingOf(yaml, { files, inputs: { certificate: { mediaType: undefined } } });
  const ready = verifyAction.prepare(data as Parameters<typeof verifyAction.prepare>[0], loading, at);
  if (ready === undefined) throw new Error('the step is wrong');
  return ready;
}

export async function verify(
  xml: string,
  step = owner,
  given: Given = {},
  files: Readonly<Record<string, string>> = {},
) {
  const inputs = Object.entries(given).map(([name, content]) => [name, { mediaType: 'text/plain', content }]);
  const context = contextOf({
    in: { document: { mediaType: 'application/xml', content: xml }, ...Object.fromEntries(inputs) },
  });
  const output = await verifyAction.run(context, verification(step, given, files));
  return { ...output.values, text: documentOf(output, 'signed') };
}

export const signed = async (xml: string, step: string, taxpayer = signer): Promise<string> =>
  documentOf(
    await sign({ xml, csd: { csd: materialOf(taxpayer) }, step: `profile: xmldsig\nkey: csd\n${step}`, files: {} }),
  );

export const order = '<o:Order xmlns:o="urn:o" Total="116.00"><o:Line Id="l1">100</o:Line><!-- c --></o:Order>';
export const enveloped = await signed(order, '');
export const byId = await signed(
  order,
  'namespaces: { o: urn:o }\nreferences: [{ element: "/o:Order/o:Line", transforms: [exc-c14n] }]\n',
);
export const covers = 'namespaces: { o: urn:o, ds: "http://www.w3.org/2000/09/xmldsig#" }\ncovers: ';
export const byIdStep = `${covers}/o:Order/o:Line\nplace: /o:Order\n${owner}`;

export const replaced = (xml: string, from: string | RegExp, to: string): string => {
  const result = xml.replace(from, () => to);
  if (result === xml) throw new Error(`nothing to replace: ${from}`);
  return result;
};
export const part = (xml: string, name: string): string =>
  new RegExp(`<${name}[ >][\\s\\S]*</${name}>`).exec(xml)?.[0] ?? '';
export const signature = part(enveloped, 'Signature');

/** Whoever requires the signature is told the code; whoever looks at it, that it does not hold. */
export async function isRefused(xml: string, step: string, code: string, given?: Given): Promise<void> {
  expect(await codeOf(() => verify(xml, `${step}require: true\n`, given))).toBe(code);
  const values = await verify(xml, step, given);
  expect(values).toMatchObject({ valid: false, reason: expect.stringMatching(/./), signed: [], text: '' });
}
