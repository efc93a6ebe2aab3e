import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { HttpFailure, type HttpFailureKind } from '../../../engine/http.ts';
import { replyOf, serve, textOf } from './calling.ts';

let server: Awaited<ReturnType<typeof serve>> | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const reply = `
reply:
  document: //r/xml
  documents: { qr: { xpath: //r/qr, encoding: base64, mediaType: image/png } }
  values: { uuid: //r/uuid, total: { xpath: //r/total, type: decimal }, codes: { xpath: //r/code, type: list } }
`;

async function answered(status: number, type: string | undefined, body: string | Buffer, yaml = reply, headers = {}) {
  server = await serve((_, __, response) => {
    response.writeHead(status, { ...(type ? { 'content-type': type } : {}), ...headers });
    response.end(body);
  });
  return replyOf(`url: ${server.url}/\nmethod: GET\ntimeout: 5s\nmaxBytes: 100000\n${yaml}`);
}
const nothing = { uuid: null, total: null, codes: [] };

describe('what is taken out of an answer', () => {
  test('documents and values of XML', async () => {
    const body =
      '<r><uuid>U-1</uuid><total>1.10</total><code>a</code><code>b</code><xml>&lt;Timbre/&gt;</xml><qr>cG5n</qr></r>';
    const got = await answered(200, 'text/xml; charset=utf-8', body);
    expect(got).toMatchObject({ status: 200, values: { uuid: 'U-1', total: '1.10', codes: ['a', 'b'] } });
    expect(got.failure).toBeUndefined();
    expect(textOf(got.documents?.document)).toBe('<Timbre/>');
    expect(got.documents?.qr).toEqual({ mediaType: 'image/png', bytes: Buffer.from('png') });
    expect(got.documents?.answer).toEqual({ mediaType: 'text/xml', bytes: Buffer.from(body) });
  });

  test('values of JSON', async () => {
    const yaml = 'reply: { values: { id: { pointer: /a/0/id }, n: { pointer: /n, type: decimal } } }';
    const got = await answered(201, 'application/json', '{"a":[{"id":"x"}],"n":12345678901234567890.10}', yaml);
    expect(got.values).toEqual({ id: 'x', n: '12345678901234567890.10' });
  });

  test('XML that is called text/html, and gzip', async () => {
    const got = await answered(200, 'text/html', gzipSync('\uFEFF<?xml version="1.0"?><r><uuid>U</uuid></r>'), reply, {
      'content-encoding': 'gzip',
    });
    expect(got.values).toMatchObject({ uuid: 'U' });
  });

  test('one thing that is wrong does not cost the others', async () => {
    const got = await answered(200, 'text/xml', '<r><uuid>U</uuid><total>much</total><qr>!</qr></r>');
    expect(got.values).toEqual({ ...nothing, uuid: 'U' });
    expect(got.failure).toMatch(/EXTRACT_TYPE.*EXTRACT_ENCODING/);
  });

  test('nothing is wanted: nothing fails', async () => {
    const got = await answered(202, undefined, 'ok', '');
    expect(got).toEqual({
      status: 202,
      values: {},
      documents: { answer: { mediaType: 'application/octet-stream', bytes: Buffer.from('ok') } },
    });
  });
});

describe('an answer that is not as expected is a reply, with the answer kept', () => {
  test.each([
    ['an HTML page', 502, 'text/html', '<!DOCTYPE html><html><body>proxy</body></html>'],
    ['an HTML page that is called XML', 200, 'text/xml', '<html><r><uuid>U</uuid></r></html>'],
    ['cut off', 200, 'text/xml', '<r><uuid>U</uuid>'],
    ['malformed', 200, 'text/xml', '<r><uuid>U</r></uuid>'],
    ['a DOCTYPE', 200, 'text/xml', '<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><r><uuid>&e;</uuid></r>'],
    ['an entity bomb', 200, 'text/xml', '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><r><uuid>&b;</uuid></r>'],
    ['JSON', 200, 'application/json', '{"uuid":"U"}'],
    ['plain text', 500, 'text/plain', 'Internal error'],
    ['401 with all that is wanted', 401, 'text/xml', '<r><uuid>U</uuid><code>301</code></r>'],
    ['binary', 200, 'application/octet-stream', Buffer.from([0, 1, 2, 255])],
  ])('%s', async (_, status, type, body) => {
    const got = await answered(status, type, body);
    expect(got).toMatchObject({ status, values: nothing });
    expect(got.notSent ?? false).toBe(false);
    expect(got.failure).toBeTypeOf('string');
    expect(Object.keys(got.documents ?? {})).toEqual(['answer']);
    expect(Buffer.from(got.documents?.answer?.bytes ?? [])).toEqual(Buffer.from(body));
  });

  test('empty', async () => {
    expect(await answered(200, 'text/xml', '')).toEqual({
      status: 200,
      documents: {},
      values: nothing,
      failure: 'the answer is empty, not XML (HTTP 200)',
    });
  });

  test('a redirect is not followed', async () => {
    const got = await answered(302, undefined, '', reply, { location: 'http://127.0.0.1:1/' });
    expect(got).toMatchObject({ status: 302, values: nothing });
    expect(server?.requests).toHaveLength(1);
  });
});

describe('SOAP faults', () => {
  const soap = (namespace: string, fault: string) =>
    `<e:Envelope xmlns:e="${namespace}"><e:Body><e:Fault>${fault}</e:Fault></e:Body></e:Envelope>`;
  const first = 'http://schemas.xmlsoap.org/soap/envelope/';
  const second = 'http://www.w3.org/2003/05/soap-envelope';
  test.each([
    [
      '1.1',
      soap(first, '<faultcode>e:Client.0111</faultcode><faultstring>No access</faultstring>'),
      'Client.0111',
      'No access',
    ],
    [
      '1.2',
      soap(
        second,
        '<e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text xml:lang="en">Bad</e:Text></e:Reason>',
      ),
      'Sender',
      'Bad',
    ],
    [
      '1.2 with a subcode',
      soap(
        second,
        '<e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>m:Max</e:Value></e:Subcode></e:Code><e:Reason><e:Text>Bad</e:Text></e:Reason>',
      ),
      'Max',
      'Bad',
    ],
    ['none', `<e:Envelope xmlns:e="${first}"><e:Body/></e:Envelope>`, null, null],
    ['not an envelope', '<Fault><faultcode>x</faultcode></Fault>', null, null],
  ])('%s', async (_, body, faultCode, faultText) => {
    server = await serve((__, ___, response) => response.writeHead(500, { 'content-type': 'text/xml' }).end(body));
    const got = await replyOf(`url: ${server.url}/\nsoap: 1.1\ndocument: true`, {
      document: { mediaType: 'application/xml', content: '<a/>' },
    });
    expect(got).toMatchObject({ status: 500, values: { faultCode, faultText } });
  });
});

describe('Retry-After', () => {
  const date = 'Sun, 01 Mar 2026 10:00:00 GMT';
  test.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': 'Sun, 01 Mar 2026 10:02:00 GMT', date }, 120_000],
    [{ 'retry-after': 'Sun, 01 Mar 2026 09:00:00 GMT', date }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{}, undefined],
  ])('%j is %s ms', async (headers, expected) => {
    expect((await answered(503, undefined, '', '', headers)).retryAfter).toBe(expected);
  });
});

describe('no answer', () => {
  test.each<[HttpFailureKind, boolean]>([
    ['host-not-allowed', false],
    ['dns', false],
    ['connect', false],
    ['tls', false],
    ['fenced', false],
    ['timeout', false],
    ['timeout', true],
    ['reset', true],
    ['too-large', true],
    ['protocol', true],
  ])('%s, sent %s', async (kind, sent) => {
    const http = { send: () => Promise.reject(new HttpFailure(kind, sent, 'why')) };
    expect(await replyOf(`url: http://x.example/\nmethod: GET\n${reply}`, { http })).toEqual({
      notSent: !sent,
      failure: `${kind}: why`,
      values: nothing,
    });
  });

  test('a real one: too slow, too long, cut off, refused', async () => {
    server = await serve(({ url }, __, response) => {
      if (url === '/long') response.end('x'.repeat(200_000));
      if (url === '/cut') response.writeHead(200, { 'content-length': '100' }).write('<r>', () => response.destroy());
    });
    const from = async (path: string) => {
      const got = await replyOf(`url: ${server?.url}${path}\nmethod: GET\ntimeout: 500ms\nmaxBytes: 100000`);
      return [got.notSent, got.failure?.split(':')[0]];
    };
    expect(await Promise.all([from('/slow'), from('/long'), from('/cut')])).toEqual([
      [false, 'timeout'],
      [false, 'too-large'],
      [false, 'reset'],
    ]);
    const { url } = server;
    await server.close();
    server = undefined;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await replyOf(`url: ${url}/\nmethod: GET`)).toMatchObject({
      notSent: true,
      failure: expect.stringMatching(/^connect/),
    });
  });
});
