import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { EchoMask } from '../../../actions/call/echo.ts';
import { exchangeOf, SECRETS, serve, textOf } from './calling.ts';

let server: Awaited<ReturnType<typeof serve>> | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const xml = (text: string) => text.replace(/[&<>"']/g, (each) => `&#${each.codePointAt(0)};`);

/** Every way in which an authority may repeat a secret. */
const echoes: Readonly<Record<string, (secret: string) => string>> = {
  plain: (secret) => secret,
  'XML, named': (secret) =>
    secret.replace(/[&<>"']/g, (each) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[each] ?? '&apos;'),
  'XML, decimal': xml,
  'XML, hexadecimal': (secret) =>
    [...secret].map((each) => `&#x${each.codePointAt(0)?.toString(16).toUpperCase()};`).join(''),
  JSON: (secret) => JSON.stringify(secret).slice(1, -1),
  'JSON, ASCII only': (secret) =>
    [...secret].map((each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  'JSON with \\/': (secret) => JSON.stringify(secret).slice(1, -1).replaceAll('/', '\\/'),
  URL: encodeURIComponent,
  'URL, lower case': (secret) => encodeURIComponent(secret).replace(/%../g, (each) => each.toLowerCase()),
  form: (secret) => new URLSearchParams({ a: secret }).toString().slice(2),
  base64: (secret) => Buffer.from(secret).toString('base64'),
  base64url: (secret) => Buffer.from(secret).toString('base64url'),
  'inside base64, shifted 1': (secret) => Buffer.from(`:${secret} and more`).toString('base64'),
  'inside base64, shifted 2': (secret) => Buffer.from(`a:${secret}!`).toString('base64'),
  'inside base64, shifted 3': (secret) => Buffer.from(`abc${secret}?`).toString('base64'),
  'credentials of Basic': (secret) => Buffer.from(`ana:${secret}`).toString('base64'),
};

describe('an echo of a secret is masked', () => {
  test.each(Object.entries(echoes))('%s', (_, echo) => {
    for (const secret of Object.values(SECRETS)) {
      const mask = new EchoMask([secret], Buffer.from(''));
      const text = `before ${echo(secret)} after`;
      expect(mask.text(text)).toContain('•••');
      expect(mask.text(text)).not.toContain(secret);
      expect(mask.text(text)).toMatch(/^before .*after$/);
      expect(Buffer.from(mask.bytes(Buffer.from(text))).toString()).toBe(mask.text(text));
    }
  });

  test('a long token, whole or cut', () => {
    const hashes = [...Array(12).keys()].map((each) => createHash('sha512').update(String(each)).digest('base64url'));
    const token = hashes.join('.');
    const mask = new EchoMask([token], Buffer.from(''));
    for (const echo of [
      token,
      JSON.stringify(token),
      encodeURIComponent(token),
      Buffer.from(`Bearer ${token}`).toString('base64'),
    ]) {
      expect(mask.text(`a ${echo} b`)).toMatch(/^a "?[\w=•]{0,300}"? b$/);
      expect(mask.text(`a ${echo} b`)).not.toContain(echo.slice(100, 140));
    }
  });

  test('short secrets where they stand alone, and never in a document', () => {
    const mask = new EchoMask(['1234'], Buffer.from(''));
    expect(mask.text('<pin>1234</pin> 51234 A1234-5 uuid-1234')).toBe('<pin>•••</pin> 51234 A1234-5 uuid-1234');
    const document = Buffer.from('<Total>1234</Total>');
    expect(mask.bytes(document, 'certain')).toBe(document);
  });

  test('what was sent in the open is no secret', () => {
    const mask = new EchoMask(['EKU9003173C9'], Buffer.from('<Emisor Rfc="EKU9003173C9"/>'));
    expect(mask.text('<Emisor Rfc="EKU9003173C9"/>')).toContain('EKU9003173C9');
    const inside = Buffer.from('<a>RW1pc29yIFJmYz1FS1U5MDAzMTczQzk=</a>');
    expect(new EchoMask(['EKU9003173C9'], inside).text('EKU9003173C9')).toBe('EKU9003173C9');
  });

  test('bytes that are no text stay as they are', () => {
    const bytes = Buffer.from([0, 255, 254, 128, 200, 10]);
    expect(new EchoMask(Object.values(SECRETS), Buffer.from('')).bytes(bytes)).toBe(bytes);
  });
});

describe('canaries', () => {
  const yaml = (url: string) => `
url: ${url}/api
soap: 1.1
body: b.yaml
query: { plain: =secrets.plain }
headers: { x-key: =secrets.key }
auth: { oauth2: { tokenUrl: "${url}/token", clientId: canary, clientSecret: clientSecret } }
reply:
  documents: { inside: //inside, encoded: { xpath: //encoded, encoding: base64 } }
  values: { all: { xpath: //echo, type: list }, one: '//echo[1]', number: { xpath: '//echo[1]', type: integer } }
`;
  const files = {
    'b.yaml': 'mapping: b\nwrites: xml\ndocument: { r: { password: =secrets.password, token: =secrets.token } }\n',
  };
  const issued = 'issued-token-canary-77';
  const everything = [...Object.values(SECRETS), issued];

  test.each([200, 401, 500])('an authority that repeats everything in every form, HTTP %i', async (status) => {
    const said = everything
      .flatMap((secret) => Object.values(echoes).map((echo) => `<echo>${xml(echo(secret))}</echo>`))
      .join('\n');
    const whole = everything.map((each) => echoes['XML, named']?.(each)).join(' ');
    const encoded = Buffer.from(`<z>${whole}</z>`).toString('base64');
    server = await serve(({ url }, __, response) => {
      if (url === '/token') response.end(JSON.stringify({ access_token: issued, expires_in: 3600 }));
      else
        response
          .writeHead(status, { 'content-type': 'text/xml' })
          .end(`<r>${said}<inside>${whole}</inside><encoded>${encoded}</encoded></r>`);
    });
    const exchange = await exchangeOf(yaml(server.url), { files });
    const reply = await exchange.send();
    expect(server.requests.find((each) => each.url.startsWith('/api'))?.body).toContain(SECRETS.token);
    expect(reply).toMatchObject({ status, problems: [{ code: 'SECRET_ECHOED', severity: 'warning' }] });
    const documents = { ...exchange.documents, ...reply.documents };
    expect(Object.keys(documents)).toEqual(
      status === 401 ? ['request', 'answer'] : ['request', 'answer', 'inside', 'encoded'],
    );
    const kept = [JSON.stringify({ ...reply, documents: {} }), ...Object.values(documents).map(textOf)];
    for (const text of kept) expect(leaksIn(text)).toEqual([]);
  });

  test('no failure has one', async () => {
    server = await serve(({ url }, __, response) => {
      if (url === '/token') response.end(JSON.stringify({ access_token: issued }));
      else response.destroy();
    });
    const reply = await (await exchangeOf(yaml(server.url), { files })).send();
    expect(reply.notSent).toBe(false);
    expect(leaksIn(JSON.stringify(reply))).toEqual([]);
  });

  /** The forms of the secrets in a text; base64 forms of short pieces would find anything. */
  function leaksIn(text: string): string[] {
    return everything.flatMap((secret) =>
      Object.entries(echoes).flatMap(([name, echo]) =>
        text.includes(echo(secret)) || text.includes(xml(echo(secret))) ? [`${name} ${secret}`] : [],
      ),
    );
  }
});
