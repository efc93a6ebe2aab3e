import { configure, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import type { FastifyInstance } from 'fastify';
import { fail, type RunReport } from '../../engine/index.ts';
import { described, listOf, objectOf, text } from '../description/index.ts';
import type { Desk } from '../desk.ts';
import { type OfSubmission, ownedLog } from './owned.ts';
import { fileIn, toldDocument } from './told.ts';

interface OfDocument {
  readonly Params: { readonly id: string; readonly name: string };
}

/** The documents of a submission: listed, one by one, and all in a ZIP. */
export function files(app: FastifyInstance, desk: Desk): void {
  app.get<OfSubmission>('/submissions/:id/documents', { config: { scope: 'read' }, schema: all }, async (request) => {
    const { id } = await ownedLog(desk, request);
    const { documents } = await desk.engine.read(id);
    return { id, documents: documents.map((document) => toldDocument(id, document)) };
  });
  app.get<OfDocument>(
    '/submissions/:id/documents/:name',
    { config: { scope: 'read' }, schema: one },
    async (request, reply) => {
      const { id } = await ownedLog(desk, request);
      const report = await desk.engine.read(id);
      const found = report.documents.find(({ path }) => fileIn(path) === request.params.name);
      if (found === undefined) return fail('RUN_UNKNOWN', `Submission ${id} has no such document.`);
      return reply
        .type(found.mediaType)
        .header('content-disposition', attachment(found.fileName))
        .header('x-content-type-options', 'nosniff')
        .send(Buffer.from(await bytesOf(desk, found.path)));
    },
  );
  app.get<OfSubmission>(
    '/submissions/:id/documents.zip',
    { config: { scope: 'read' }, schema: zipped },
    async (request, reply) => {
      const { id } = await ownedLog(desk, request);
      const zip = await zipOf(desk, await desk.engine.read(id));
      return reply
        .type('application/zip')
        .header('content-disposition', attachment(`${id}.zip`))
        .send(zip);
    },
  );
}

const all = described('/submissions/:id/documents', {
  tag: 'Submissions',
  summary: 'The files of a submission.',
  answer: { means: 'The list.', of: objectOf({ id: text(), documents: listOf('Document') }) },
});

const one = described('/submissions/:id/documents/:name', {
  tag: 'Submissions',
  summary: 'A file of a submission; its address is the `href` in the list.',
  answer: { means: 'Its bytes, as its own media type.', of: {}, as: '*/*' },
});

const zipped = described('/submissions/:id/documents.zip', {
  tag: 'Submissions',
  summary: 'All files of a submission in a ZIP.',
  answer: { means: 'The ZIP.', of: {}, as: 'application/zip' },
});

/** Under the names that they have in the store: two of one run are never the same. */
async function zipOf(desk: Desk, { documents }: RunReport): Promise<Buffer> {
  configure({ useWebWorkers: false });
  const zip = new ZipWriter(new Uint8ArrayWriter());
  for (const { path } of documents) await zip.add(fileIn(path), new Uint8ArrayReader(await bytesOf(desk, path)));
  return Buffer.from(await zip.close());
}

async function bytesOf({ engine }: Desk, path: string): Promise<Uint8Array> {
  return (await engine.document(path)) ?? fail('STORE_FAILED', 'A document that the record names is not in the store.');
}

const attachment = (name: string): string => `attachment; filename="${name.replaceAll(/[^\w.-]/g, '_')}"`;
