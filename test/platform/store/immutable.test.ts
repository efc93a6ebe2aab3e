import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { urlOf } from '../../../platform/http/index.ts';
import { blobStore, sasContainer } from '../../../platform/store/index.ts';

// The answers of Azure Storage to Delete Blob under a time-based policy and under a legal hold; Azurite has neither.
it.each(['BlobImmutableDueToPolicy', 'BlobImmutableDueToLegalHold'])('a blob that is held fast: %s', async (code) => {
  const body = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>unspoken</Message></Error>`;
  const headers = { 'x-ms-error-code': code, 'content-type': 'application/xml' };
  const server = createServer((_, response) => response.writeHead(409, headers).end(body));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `${urlOf(server)}/account/container?sig=unspoken`;
  const store = blobStore(sasContainer({ current: async () => url, renewed: async () => url }, { maxTries: 1 }));
  const removed = store.remove('runs/1').catch((thrown: unknown) => thrown);
  expect(await removed).toMatchObject({ code: 'STORE_IMMUTABLE' });
  expect(String(await removed)).not.toContain('unspoken');
  server.close();
});
