import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../engine/document.ts';
import { openFeature, ownFeatures } from '../../platform/environment/index.ts';
import { createHttp } from '../../platform/http/index.ts';
import { makeTestTaxpayer, startPac } from '../../sandbox/index.ts';
import { officialArtefacts } from './artefacts.ts';
import { invoiceOf, issuedAt } from './invoice.ts';
import { createWorld, credentials, taxId } from './world.ts';

/**
 * `record.js FOLDER LINES…`: has the sandbox stamp an invoice of each size, and keeps invoice, answer and key. A process of
 * its own: neither the work of a PAC nor its memory is the product's.
 */
const [folder = '', ...sizes] = process.argv.slice(2);
const feature = await openFeature(join(ownFeatures, 'mx', 'cfdi'));
const artefacts = await officialArtefacts(feature);
if (artefacts === undefined) throw new Error('the official XSDs are not there');
const { privateKeyPem, certificatePem } = makeTestTaxpayer({ rfc: taxId, name: taxId });
const pac = await startPac({ credentials, clock: () => new Date(issuedAt + 3_600_000) });
const http = createHttp({ allowedHosts: [], allowLoopback: true });
try {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'key.pem'), privateKeyPem, { mode: 0o600 });
  writeFileSync(join(folder, 'certificate.pem'), certificatePem);
  const world = createWorld(feature, artefacts, { privateKeyPem, certificatePem });
  for (const [at, lines] of sizes.entries()) {
    const data = invoiceOf(Number(lines), at + 1);
    const keeping = {
      send: async (request: Parameters<typeof http.send>[0]) => {
        const answer = await http.send(request);
        const { status, headers } = answer;
        writeFileSync(join(folder, `${at}.body`), answer.body);
        writeFileSync(
          join(folder, `${at}.json`),
          JSON.stringify({ status, headers, request: sha256(request.body ?? '') }),
        );
        return answer;
      },
    };
    await world.open(keeping, pac.url)(data);
    writeFileSync(join(folder, `${at}.data`), data);
  }
} finally {
  await http.close();
  await pac.close();
}
