import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createTlsServer } from 'node:https';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createHttp } from '../../../platform/http/index.ts';
import { makeClientCredentials, makeServerCredentials, testTlsAuthority } from '../../../sandbox/index.ts';
import { codeOf } from '../compile.ts';
import { exchangeOf, load, replyOf, SECRETS, serve, textOf } from './calling.ts';

let server: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  server = await serve((_, __, response) => response.end());
});
afterAll(() => server.close());
beforeEach(() => {
  server.requests.length = 0;
});
const variables = () => ({
  settings: { url: server.url, user: 'ana' },
  invoice: { number: 'A&1', bad: 'x\r\ny: z', lines: [1] },
});
const xmlFile = `
mapping: request
writes: xml
namespaces: { s: urn:service }
document:
  s:stamp:
    "@user": =settings.user
    s:number: =invoice.number
    s:password: =secrets.password
    s:token: ="Token " + secrets.token
    s:document: =document.base64
`;
const jsonFile = `
mapping: request
writes: json
document:
  number: =invoice.number
  password: =secrets.password
  xml: =document.text
`;
const document = { mediaType: 'application/xml', content: '<?xml version="1.0" encoding="UTF-8"?>\n<Factura ñ="€"/>' };

async function sent(yaml: string, more: Parameters<typeof replyOf>[1] = {}) {
  const exchange = await exchangeOf(`url: =settings.url + "/s"\n${yaml}`, { variables: variables(), ...more });
  expect(server.requests).toHaveLength(0);
  const reply = await exchange.send();
  expect(reply.status).toBe(200);
  const [request] = server.requests;
  if (request === undefined) throw new Error('nothing was received');
  return { ...request, kept: textOf(exchange.documents.request), mediaType: exchange.documents.request?.mediaType };
}

const xmlPassword = 'p&lt;a&amp;&quot;s&apos;s&gt;w=o/r+d ñ7';

describe('bodies', () => {
  test('XML by a mapping: secrets on the wire, masks in what is kept', async () => {
    const { body, kept, headers, mediaType } = await sent('body: b.yaml', { files: { 'b.yaml': xmlFile }, document });
    expect(body).toContain(`<s:password>${xmlPassword}</s:password><s:token>Token ${SECRETS.token}</s:token>`);
    expect(body).toContain(`<s:document>${Buffer.from(document.content).toString('base64')}</s:document>`);
    expect(kept).toBe(body.replace(xmlPassword, '•••').replace(SECRETS.token ?? '', '•••'));
    expect(headers).toMatchObject({
      'content-type': 'application/xml',
      'content-length': String(Buffer.byteLength(body)),
    });
    expect(mediaType).toBe('application/xml');
  });

  test('JSON by a mapping', async () => {
    const { body, kept, headers } = await sent('body: b.yaml', { files: { 'b.yaml': jsonFile }, document });
    expect(JSON.parse(body)).toEqual({ number: 'A&1', password: SECRETS.password, xml: document.content });
    expect(JSON.parse(kept)).toEqual({ number: 'A&1', password: '•••', xml: document.content });
    expect(headers['content-type']).toBe('application/json');
  });

  test.each([
    ['soap: 1.1\nsoapAction: stamp', 'text/xml; charset=utf-8', '"stamp"'],
    ['soap: 1.1', 'text/xml; charset=utf-8', '""'],
    ['soap: "1.2"\nsoapAction: stamp', 'application/soap+xml; charset=utf-8; action="stamp"', undefined],
  ])('%j', async (soap, type, action) => {
    const { body, headers } = await sent(`${soap}\nbody: b.yaml`, { files: { 'b.yaml': xmlFile }, document });
    expect(body).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<soap:Envelope [^>]*><soap:Body><s:stamp [^>]*>.*<\/s:stamp>\n?<\/soap:Body><\/soap:Envelope>$/s,
    );
    expect(headers['content-type']).toBe(type);
    expect(headers.soapaction).toBe(action);
  });

  const latin = { mediaType: 'text/plain', content: Buffer.from('é', 'latin1') };
  test.each([
    ['=document.base64', latin, '6Q=='],
    ['="a document.text, \'document\': " + document.base64', latin, "a document.text, 'document': 6Q=="],
    ['=document["base64"] + document["text"]', { ...latin, content: 'é' }, 'w6k=é'],
    ['=[document].map(each, each.text)[0]', { ...latin, content: 'é' }, 'é'],
  ])('%s', async (expression, given, written) => {
    const file = `mapping: b\nwrites: json\ndocument: { it: ${JSON.stringify(expression)} }\n`;
    const { body } = await sent('body: b.yaml', { files: { 'b.yaml': file }, document: given });
    expect(JSON.parse(body)).toEqual({ it: written });
  });

  test('a mapping that writes an envelope is not put into another', async () => {
    const file =
      'mapping: e\nwrites: xml\nnamespaces: { e: "http://schemas.xmlsoap.org/soap/envelope/" }\ndocument: { "e:Envelope": { "e:Body": { a: b } } }\n';
    const { body } = await sent('soap: 1.1\nbody: b.yaml', { files: { 'b.yaml': file } });
    expect(body.match(/Envelope xmlns/g)).toHaveLength(1);
  });

  test('a document as it is, byte for byte', async () => {
    const { body, kept, headers } = await sent('document: true', { document });
    expect([body, kept]).toEqual([document.content, document.content]);
    expect(headers['content-type']).toBe('application/xml');
  });

  test('a document in an envelope, without its XML declaration', async () => {
    const { body } = await sent('soap: 1.2\ndocument: true', { document });
    expect(body).toContain('<soap:Body><Factura ñ="€"/></soap:Body>');
  });

  test('a form', async () => {
    const { body, kept, headers } = await sent(
      'form: { number: =invoice.number, absent: =invoice.none, password: =secrets.password }',
    );
    expect([...new URLSearchParams(body)]).toEqual([
      ['number', 'A&1'],
      ['password', SECRETS.password],
    ]);
    expect(kept).toBe('number=A%261&password=•••');
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
  });

  test('multipart, read by another parser', async () => {
    const yaml =
      'multipart:\n  number: =invoice.number\n  password: =secrets.password\n  file: { document: true, fileName: \'="a\\"b" + ".xml"\' }';
    const { body, kept, headers } = await sent(yaml, { document });
    const form = await new Response(body, { headers: { 'content-type': String(headers['content-type']) } }).formData();
    const file = form.get('file');
    expect(form.get('password')).toBe(SECRETS.password);
    expect(file instanceof File && [file.type, await file.text()]).toEqual(['application/xml', document.content]);
    expect(kept).toContain('name="password"\r\n\r\n•••\r\n');
  });

  test('the same call has the same bytes each time', async () => {
    const once = async () => (await sent('body: b.yaml', { files: { 'b.yaml': xmlFile }, document })).body;
    const first = await once();
    server.requests.length = 0;
    expect(await once()).toBe(first);
  });
});

describe('a body that cannot be made', () => {
  const latin = { mediaType: 'text/plain', content: Buffer.from('é', 'latin1') };
  const oauth = `auth: { oauth2: { tokenUrl: =settings.url, clientId: =invoice.none, clientSecret: clientSecret } }`;
  test.each([
    ['of a text that is not UTF-8', 'body: b.yaml', latin],
    ['of a SOAP body that is not UTF-8', 'soap: 1.1\ndocument: true', latin],
    ['for a token, without a client identifier', `method: GET\n${oauth}`, undefined],
  ])('%s sends nothing', async (_, yaml, given) => {
    const files = { 'b.yaml': jsonFile };
    const setting = { variables: variables(), files, ...(given ? { document: given } : {}) };
    const call = async () => (await exchangeOf(`url: =settings.url + "/s"\n${yaml}`, setting)).send();
    expect(await codeOf(call)).toBe('CALL_BODY');
    expect(server.requests).toEqual([]);
  });
});

describe('address and headers', () => {
  test('query and headers, secrets and absent values in them', async () => {
    const yaml =
      'method: GET\nquery: { n: =invoice.number, none: =invoice.none, k: =secrets.password }\nheaders: { X-Token: ="T " + secrets.token, X-None: =invoice.none }'.replace(
        '="T " + secrets.token',
        `'="T " + secrets.token'`,
      );
    const { method, url, headers, kept, mediaType } = await sent(yaml);
    expect(method).toBe('GET');
    expect(new URL(url, server.url).searchParams.get('k')).toBe(SECRETS.password);
    expect(headers).toMatchObject({ 'x-token': `T ${SECRETS.token}` });
    expect(headers).not.toHaveProperty('x-none');
    expect(kept).toBe(`GET ${server.url}/s?n=A%261&k=••• HTTP/1.1\r\nx-token: T •••\r\n\r\n`);
    expect(mediaType).toBe('message/http');
  });

  test.each([
    ['headers: { x-a: =invoice.bad }', 'CALL_HEADER'],
    ['soap: 1.1\ndocument: true\nsoapAction: =invoice.bad', 'CALL_HEADER'],
    ['headers: { x-a: =secrets.broken }', 'SECRET_UNUSABLE'],
    ['auth: { bearer: broken }', 'SECRET_UNUSABLE'],
    ['form: { a: =lower(secrets.password) }', 'SECRET_UNUSABLE'],
    ["form: { a: '=substring(secrets.password, 0, 20)' }", 'SECRET_UNUSABLE'],
    ["form: { a: '=substring(secrets.password, -22)' }", 'SECRET_UNUSABLE'],
    // Across 65,536 characters, where a long text is looked through in parts.
    [`form: { pad: ${'x'.repeat(65_521)}, a: '=substring(secrets.password, 0, 20)' }`, 'SECRET_UNUSABLE'],
    ['headers: { x-a: =invoice.lines }', 'EXPRESSION_FAILED'],
    ['auth: { basic: { user: "a:b", password: password } }', 'CALL_HEADER'],
  ])('%s is %s before anything is recorded or sent', async (yaml, code) => {
    const secrets = { ...SECRETS, broken: 'a\r\nx-injected: b' };
    const made = exchangeOf(`url: =settings.url\n${yaml}`, { variables: variables(), secrets, document });
    await expect(made).rejects.toMatchObject({ code });
    await expect(made).rejects.not.toThrow(/injected/);
    expect(server.requests).toHaveLength(0);
  });

  test.each(['', 'not a url', '/relative', 'ftp://x.example/', 'http://u:p@x.example/', 'javascript:alert(1)'])(
    'the address %j is CALL_ADDRESS',
    async (url) => {
      const made = exchangeOf('url: =settings.url', { variables: { settings: { url } } });
      await expect(made).rejects.toMatchObject({ code: 'CALL_ADDRESS' });
    },
  );
});

describe('who sends', () => {
  test.each([
    [
      '{ basic: { user: =settings.user, password: password } }',
      { authorization: `Basic ${Buffer.from(`ana:${SECRETS.password}`).toString('base64')}` },
    ],
    ['{ bearer: token }', { authorization: `Bearer ${SECRETS.token}` }],
    ['{ apiKey: { header: X-Api-Key, secret: key } }', { 'x-api-key': SECRETS.key }],
  ])('%s', async (auth, expected) => {
    const { headers, kept } = await sent(`method: GET\nauth: ${auth}`);
    expect(headers).toMatchObject(expected);
    expect(kept).toMatch(/(authorization|X-Api-Key): •••\r\n/);
  });

  test('mutual TLS', async () => {
    const { cert, key } = makeClientCredentials({ commonName: 'taxpayer' });
    const tls = createTlsServer(
      {
        ...makeServerCredentials(),
        ca: testTlsAuthority().certificatePem,
        requestCert: true,
        rejectUnauthorized: true,
      },
      (request, response) => response.end('getPeerCertificate' in request.socket ? 'client' : ''),
    );
    tls.listen(0, '127.0.0.1');
    await once(tls, 'listening');
    const address = tls.address();
    const own = createHttp({ allowedHosts: [], allowLoopback: true, ca: [testTlsAuthority().certificatePem] });
    const url = `https://localhost:${typeof address === 'object' && address ? address.port : 0}/`;
    const client = { certificatePem: cert, keyPem: key, fingerprint: new X509Certificate(cert).fingerprint256 };
    const reply = await replyOf(`url: ${url}\nmethod: GET\nclient: identity`, { http: own, client });
    expect(reply.status).toBe(200);
    const without = await replyOf(`url: ${url}\nmethod: GET`, { http: own });
    expect(without).toMatchObject({ failure: expect.stringMatching(/^(tls|reset)/) });
    await own.close();
    tls.closeAllConnections();
    tls.close();
  });
});

describe('while a feature is loaded', () => {
  test.each([
    ['body: b.yaml\ndocument: true', 'SCHEMA', 'document'],
    ['method: GET\nform: { a: b }', 'SCHEMA', 'form'],
    ['soap: 1.1', 'SCHEMA', 'soap'],
    ['soapAction: a', 'SCHEMA', 'soapAction'],
    ['headers: { Host: a }', 'SCHEMA', 'headers'],
    ['headers: { "a b": a }', 'SCHEMA', 'headers'],
    ['document: true', 'REFERENCE_UNKNOWN', 'document'],
    ['headers: { a: =secrets.nobody }', 'REFERENCE_UNKNOWN', 'headers'],
    ['auth: { bearer: nobody }', 'REFERENCE_UNKNOWN', 'bearer'],
    ['client: nobody', 'REFERENCE_UNKNOWN', 'client'],
    ['body: nowhere.yaml', 'FILE_MISSING', 'body'],
    ['body: b.yaml', 'REFERENCE_UNKNOWN', 'b.yaml'],
    ['reply: { documents: { answer: //x } }', 'SCHEMA', 'reply'],
    ['reply: { values: { a: "//(" } }', 'XPATH_INVALID', 'reply'],
    ['form: { a: =nothing.there }', 'EXPRESSION_UNKNOWN_NAME', 'form'],
  ])('%j is %s', (yaml, code) => {
    const files = { 'b.yaml': 'mapping: b\nwrites: xml\ndocument: { a: =secrets.nobody }\n' };
    const { prepared, problems } = load(`url: http://x.example/\n${yaml}`, { files });
    expect(prepared).toBeUndefined();
    expect(problems.map((each) => each.code)).toContain(code);
  });

  test('the address cannot have a secret in it', () => {
    expect(load('url: =secrets.token').problems[0]?.code).toBe('EXPRESSION_UNKNOWN_NAME');
  });
});
