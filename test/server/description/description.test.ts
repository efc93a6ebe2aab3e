import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import invoiceSchema from '../../../schemas/invoice.schema.json' with { type: 'json' };
import { schemas } from '../../../server/description/schemas.ts';
import { cancellationOf, openWorld, sample, type World } from '../world.ts';

const invoiceAt = '/schemas/invoice.schema.json';

let world: World;
let document: ReturnType<typeof JSON.parse>;
beforeAll(async () => {
  world = await openWorld();
  document = (await world.ask('reader', '/openapi.json')).body;
}, 30_000);
afterAll(() => world.close());

describe('/openapi.json', () => {
  it("is OpenAPI 3.1 by somebody else's judgement", async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(document));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(validator.version).toBe('3.1');
    const broken = structuredClone(document);
    delete broken.paths['/submissions'].get.responses['200'].description;
    expect((await new Validator().validate(broken)).valid).toBe(false);
  });

  it('has every route that is served, with the problems it may answer', () => {
    const routes = Object.entries<object>(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(routes.sort()).toMatchInlineSnapshot(`
      [
        "GET /events",
        "GET /health",
        "GET /inbound",
        "GET /inbound/{arrival}",
        "GET /inbound/{arrival}/file",
        "GET /messages",
        "GET /submissions",
        "GET /submissions/{id}",
        "GET /submissions/{id}/documents",
        "GET /submissions/{id}/documents.zip",
        "GET /submissions/{id}/documents/{name}",
        "GET /submissions/{id}/events",
        "GET /submissions/{id}/log",
        "POST /inbound/{arrival}/acknowledge",
        "POST /inbound/{arrival}/retry",
        "POST /inbound/{channel}",
        "POST /messages",
        "POST /messages/{message}/dismiss",
        "POST /submissions",
        "POST /submissions/{id}/cancel",
        "POST /submissions/{id}/replay",
        "POST /submissions/{id}/resolve",
        "POST /submissions/{id}/resume",
        "POST /submissions:batch",
      ]
    `);
  });

  it('has what is sent to others', () => {
    const sent = Object.values<{ post: { requestBody: ReturnType<typeof JSON.parse> } }>(document.webhooks);
    const schemas = sent.map(({ post }) => post.requestBody.content['application/json'].schema.$ref);
    const names = ['SubmissionEvent', 'LaterEvent', 'InboundEvent'];
    expect(schemas).toEqual(names.map((name) => `#/components/schemas/${name}`));
    for (const name of names) expect(document.components.schemas).toHaveProperty(name);
  });

  it('suffices by itself: every reference leads to a component', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference);
    const components = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect(references).toContain('#/components/schemas/InvoiceLine');
    expect(references.filter((reference) => !components.includes(reference ?? ''))).toEqual([]);
  });

  it('has a name of its own for every definition of the business data', () => {
    const names = [
      ...Object.keys(schemas),
      'Invoice',
      ...Object.keys(invoiceSchema.$defs).map((name) => `Invoice${name}`),
    ];
    const given = Object.keys(document.components.schemas).map((name) => name.toLowerCase());
    expect(given.sort()).toEqual(names.map((name) => name.toLowerCase()).sort());
  });

  it('has the schema of the business data, which judges as the one that is served beside it', async () => {
    const { status, body } = await world.ask('acme', invoiceAt);
    expect(status).toBe(200);
    const ajv = new Ajv2020({ strict: false, formats: { decimal: true, date: true, time: true } });
    const { schemas } = document.components;
    const validators = [body, { $ref: '#/components/schemas/Invoice', components: { schemas } }].map((each) =>
      ajv.compile(each),
    );
    for (const validate of validators) {
      expect(validate(sample())).toBe(true);
      expect(validate({ ...sample(), lines: [{ quantty: '1' }] })).toBe(false);
    }
  });

  it('wants a caller, as everything but health does', async () => {
    for (const path of ['/openapi.json', '/docs', '/schemas/invoice.schema.json'])
      expect(await world.ask('nobody', path)).toMatchObject({ status: 401, body: { code: 'ACCESS_DENIED' } });
  });
});

describe('answers', () => {
  /** What the document says about the answer of a route must hold for the answer. */
  const check = (
    method: 'get' | 'post',
    path: string,
    { status, headers, body }: Awaited<ReturnType<World['ask']>>,
  ) => {
    const { content } = document.paths[path][method].responses[status];
    const type = (headers.get('content-type') ?? '').split(';')[0] ?? '';
    const ajv = new Ajv2020({ strict: false });
    formats.default(ajv);
    const { Invoice: _, ...schemas } = document.components.schemas;
    ajv.addSchema({ $id: 'urn:timbre:document', components: { schemas: { ...schemas, Invoice: true } } });
    const schema = JSON.parse(JSON.stringify(content[type].schema).replaceAll('"#/', '"urn:timbre:document#/'));
    const validate = ajv.compile(schema);
    validate(body);
    expect(validate.errors, `${method} ${path} ${status}`).toBeNull();
  };

  it('are as the document says, good ones and problems', async () => {
    const first = await world.submit('acme', 'D-1');
    check('post', '/submissions', first);
    const { id } = first.body;
    check('get', '/submissions/{id}', await world.settled('acme', id));
    check('get', '/submissions/{id}/log', await world.ask('acme', `/submissions/${id}/log`));
    check('get', '/submissions/{id}/documents', await world.ask('acme', `/submissions/${id}/documents`));
    check('get', '/submissions', await world.ask('acme', '/submissions'));
    check('get', '/health', await world.ask('nobody', '/health'));
    check('get', '/submissions', await world.ask('nobody', '/submissions'));
    check('get', '/submissions', await world.ask('acme', '/submissions?limit=0'));
    check('get', '/submissions/{id}', await world.ask('bolt', `/submissions/${id}`));
    check('post', '/submissions', await world.submit('acme', 'D-1', { key: 'D-2' }));
    check('post', '/submissions', await world.submit('acme', 'D-3', { invoice: {} }));
    const act = (name: string) => world.ask('acme', `/submissions/${id}/${name}`, { method: 'POST' });
    check('post', '/submissions/{id}/cancel', await act('cancel'));
    check('post', '/submissions/{id}/resume', await act('resume'));
    check('post', '/submissions/{id}/replay', await act('replay'));
    const cancelling = await world.ask('acme', '/submissions', { method: 'POST', body: cancellationOf(id) });
    await world.settled('acme', cancelling.body.id);
    const cancelled = await world.ask('acme', `/submissions/${id}`);
    expect(cancelled.body.later).toHaveLength(1);
    check('get', '/submissions/{id}', cancelled);
    check('get', '/submissions/{id}/log', await world.ask('acme', `/submissions/${id}/log`));
    const submissions = [
      { invoice: { ...sample(), number: 'D-4' }, context: { country: 'MX', legalEntity: 'acme' } },
      {},
    ];
    const message = { feature: 'mx/cfdi', message: 'told', where: { uuid: '1' }, legalEntity: 'acme', content: 'AAAA' };
    const kept = await world.ask('acme', '/messages', { method: 'POST', body: message });
    check('post', '/messages', kept);
    check('get', '/messages', await world.ask('acme', '/messages'));
    check('post', '/messages', await world.ask('acme', '/messages', { method: 'POST', body: {} }));
    const xml = { method: 'POST', body: '<a/>', headers: { 'content-type': 'application/xml' } };
    const arrived = await world.ask('acme', '/inbound/portal', xml);
    check('post', '/inbound/{channel}', arrived);
    check('get', '/inbound', await world.ask('acme', '/inbound'));
    check('get', '/inbound/{arrival}', await world.ask('acme', arrived.body.links.self));
    check('get', '/inbound/{arrival}', await world.ask('bolt', arrived.body.links.self));
    check('post', '/inbound/{channel}', await world.ask('bolt', '/inbound/portal', xml));
    const batch = await world.ask('acme', '/submissions:batch', { method: 'POST', body: { submissions } });
    check('post', '/submissions:batch', batch);
  });
});

describe('/docs', () => {
  it('is a page of its own: no script, nothing from elsewhere, every link within leads somewhere', async () => {
    const { status, headers, body } = await world.ask('acme', '/docs');
    const page = body.toString();
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('text/html');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|<link|<img|src=|url\(|@import|https?:/i);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
    expect(page).toContain('/submissions:batch');
  });

  it('has for people who do not see it a language, a title, one first heading, and headed tables', async () => {
    const page: string = (await world.ask('acme', '/docs')).body.toString();
    expect(page).toMatch(/<html lang="en">/);
    expect(page.match(/<h1/g)).toHaveLength(1);
    expect(page.match(/<table/g)?.length).toBe(page.match(/<thead/g)?.length);
    expect(page).not.toMatch(/<th>/);
  });
});
