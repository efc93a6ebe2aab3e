import { createHash, X509Certificate } from 'node:crypto';
import { fail } from '../../engine/errors.ts';
import type { Vault } from '../../engine/vault.ts';

/** A vault that has certificates without a key, too. */
export interface CertificateVault extends Vault {
  /** The public certificates under a name. SECRET_MISSING, KEY_UNREADABLE. */
  certificates(name: string): Promise<readonly X509Certificate[]>;
}

/**
 * A vault in which a chain goes by a name of its own: an ordered list of names, the root first, the certificate with the key last.
 * Every link is asked for anew, so that the vault underneath decides when a renewed one is taken up.
 */
export function chainedVault<V extends CertificateVault>(vault: V, chains: Chains): V {
  const linksOf = (name: string) => (Object.hasOwn(chains, name) ? chains[name] : undefined);
  return {
    ...vault,
    async signer(name) {
      const links = linksOf(name);
      if (links === undefined) return vault.signer(name);
      const signer = await vault.signer(links.at(-1) ?? '');
      return { ...signer, chain: await chainAbove(vault, name, signer.certificate, links) };
    },
    async clientIdentity(name) {
      const links = linksOf(name);
      if (links === undefined) return vault.clientIdentity(name);
      const { certificatePem, keyPem, fingerprint } = await vault.clientIdentity(links.at(-1) ?? '');
      const leaf = new X509Certificate(certificatePem);
      const chain = await chainAbove(vault, name, leaf, links);
      const pem = [leaf, ...chain].map(String).join('');
      // A chain that was renewed above the same certificate is another identity: a kept connection has shown the old one.
      return {
        certificatePem: pem,
        keyPem,
        fingerprint: createHash('sha256')
          .update(fingerprint + pem)
          .digest('hex'),
      };
    },
  };
}

/** By the chain's name: root, intermediates, the certificate with its key. */
export type Chains = Readonly<Record<string, readonly string[]>>;

/** From the issuer of the certificate upwards. CERTIFICATE_CHAIN when one does not issue the next. */
async function chainAbove(vault: CertificateVault, name: string, leaf: X509Certificate, links: readonly string[]) {
  const chain: X509Certificate[] = [];
  let below = { link: links.at(-1) ?? '', certificate: leaf };
  for (const link of links.slice(0, -1).reverse()) {
    for (const certificate of await vault.certificates(link)) {
      if (!below.certificate.checkIssued(certificate) || !below.certificate.verify(certificate.publicKey)) {
        fail('CERTIFICATE_CHAIN', `In the chain ${name}, ${link} did not issue ${below.link}.`);
      }
      chain.push(certificate);
      below = { link, certificate };
    }
  }
  return chain;
}
