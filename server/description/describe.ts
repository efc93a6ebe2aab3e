import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { invoiceAt, invoiceComponents, invoiceDescription, invoiceText } from './invoice.ts';
import { type OpenApi, pageOf } from './page.ts';
import { schemas } from './schemas.ts';
import { webhooks } from './webhooks.ts';

/**
 * Makes the description of the interface (OpenAPI 3.1) from the schemas of the routes that are registered after it, and
 * serves it: for programs and for people. Whoever may call may read it.
 */
export async function describe(app: FastifyInstance): Promise<void> {
  // The schemas describe; requests are read by the engine without loss, and answers are written as they are.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  for (const [name, schema] of Object.entries(schemas)) app.addSchema({ $id: name, ...schema });
  app.addSchema({ $id: 'Invoice', type: 'object', description: invoiceDescription });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Timbre',
        version: '1',
        description: "Takes an ERP's invoices, has them accepted by the authority exactly once, and keeps the proof.",
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      security: [{ bearer: [] }],
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: 'An OAuth 2.0 access token (JWT), or an API key.' },
        },
      },
    },
    refResolver: { buildLocalReference: ({ $id }, _base, _fragment, index) => String($id ?? `def-${index}`) },
  });
  const hidden = { schema: { hide: true }, config: { scope: 'any' } } as const;
  app.get('/openapi.json', hidden, async () => openApiOf(app, invoiceComponents()));
  app.get(invoiceAt, hidden, async (_request, reply) => reply.type('application/schema+json').send(invoiceText));
  app.get('/docs', hidden, async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', strict)
      .send(pageOf(openApiOf(app, { Invoice: { $ref: invoiceAt } }))),
  );
}

const strict =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A program gets the schema of the business data whole, so that the file suffices; people get a link to it. */
function openApiOf(app: FastifyInstance, invoice: Readonly<Record<string, unknown>>): OpenApi {
  const document: OpenApi = JSON.parse(JSON.stringify(app.swagger()));
  const { components } = document;
  return { ...document, webhooks, components: { ...components, schemas: { ...components.schemas, ...invoice } } };
}
