import { signAction } from '../../../actions/sign/index.ts';
import type { SecretContext, StepOutput } from '../../../engine/action.ts';
import { type MemoryVaultContent, memoryVault } from '../../../platform/vault/index.ts';
import { readKeyMaterial } from '../../../platform/vault/key-material.ts';
import type { TestTaxpayer } from '../../../sandbox/certificates/index.ts';
import { prepared } from '../compile.ts';
import { cadenaFiles } from '../lib/text-signature/cadena.ts';
import { contextOf } from '../loading.ts';

/** The step of mx/cfdi, with the rule that the issuer owns the certificate. */
export const sealStep = `profile: text
text: mappings/cadena-original.yaml
key: csd
certificate: /cfdi:Comprobante/@Certificado
certificateNumber: /cfdi:Comprobante/@NoCertificado
signature: /cfdi:Comprobante/@Sello
subject: { oid: 2.5.4.45, until: /, equals: =invoice.seller.taxId }
`;

export const materialOf = ({ certificatePem, privateKeyPem }: Pick<TestTaxpayer, 'certificatePem' | 'privateKeyPem'>) =>
  readKeyMaterial('csd', { form: 'pem', bytes: Buffer.from(`${certificatePem}\n${privateKeyPem}`) }, '');

export interface Signing {
  readonly xml: string | Uint8Array;
  readonly csd: MemoryVaultContent['certificates'];
  readonly taxId?: string;
  readonly at?: Date;
  readonly step?: string;
  readonly files?: Readonly<Record<string, string>>;
}

/** Runs the action as a run would. */
export async function sign(signing: Signing): Promise<StepOutput> {
  const vault = memoryVault({ certificates: signing.csd ?? {} });
  const variables = { invoice: { seller: { taxId: signing.taxId ?? 'EKU9003173C9' } } };
  const context: SecretContext = {
    ...contextOf({ variables, in: { document: { mediaType: 'application/xml', content: signing.xml } } }),
    signingTime: signing.at ?? new Date(),
    signer: (name) => vault.signer(name),
  };
  return signAction.run(context, prepared(signAction, signing.step ?? sealStep, signing.files ?? cadenaFiles()));
}

export const documentOf = (output: StepOutput, name = 'document'): string =>
  Buffer.from(output.documents?.[name]?.bytes ?? []).toString('utf8');
