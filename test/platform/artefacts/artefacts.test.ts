import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ArtefactPin } from '../../../engine/artefacts.ts';
import { sha256 } from '../../../engine/document.ts';
import { problemsOf } from '../../../engine/errors.ts';
import { listArtefacts, openArtefacts, pullArtefacts } from '../../../platform/artefacts/index.ts';
import { findFeature, openFeature } from '../../../platform/environment/index.ts';
import { artefact, hasArtefacts } from '../../shared.ts';

let folder = '';
let cache = '';
let mirror = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'timbre-artefacts-'));
  cache = join(folder, 'cache');
  mirror = join(folder, 'mirror');
  mkdirSync(join(mirror, 'sat.test/a b'), { recursive: true });
  writeFileSync(join(mirror, 'sat.test/main.xsd'), 'main');
  writeFileSync(join(mirror, 'sat.test/a b/part.xsd'), 'part');
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (path: string, ...contents: string[]) => ({
  address: `http://sat.test/${path}`,
  sha256: contents.map(sha256),
});
const pin: ArtefactPin = {
  name: 'main.xsd',
  files: [file('main.xsd', 'other', 'main'), file('a%20b/part.xsd', 'part')],
};
const pull = (pins: readonly ArtefactPin[] = [pin]) => pullArtefacts(pins, { cache, from: mirror });
const codes = (problems: readonly { code: string }[]) => problems.map((each) => each.code);

describe('pulling from a mirror', () => {
  test('brings every file, once', async () => {
    const first = await pull();
    expect(first.problems).toEqual([]);
    expect(first.files.map((each) => [each.address, each.state, each.size])).toEqual([
      ['http://sat.test/main.xsd', 'pulled', 4],
      ['http://sat.test/a%20b/part.xsd', 'pulled', 4],
    ]);
    expect(readdirSync(cache).sort()).toEqual([sha256('main'), sha256('part')].sort());
    expect((await pull()).files.map((each) => each.state)).toEqual(['cached', 'cached']);
  });

  test('all problems at once; the other files are kept', async () => {
    const { files, problems } = await pull([
      { name: 'a', files: [file('main.xsd', 'changed'), file('none.xsd', 'x'), file('a%20b/part.xsd', 'part')] },
      { name: 'b', files: [file('..%2f..%2fsecret', 'x'), { address: 'no address', sha256: [] }, file('a%20b', 'x')] },
    ]);
    expect(codes(problems)).toEqual([
      'ARTEFACT_CHANGED',
      'ARTEFACT_UNREACHABLE',
      'ARTEFACT_UNREACHABLE',
      'ARTEFACT_UNREACHABLE',
      'ARTEFACT_UNREACHABLE',
    ]);
    expect(problems[0]?.message).toContain(sha256('main'));
    expect(files.map((each) => each.address)).toEqual(['http://sat.test/a%20b/part.xsd']);
    expect(readdirSync(cache)).toEqual([sha256('part')]);
  });

  test('a damaged file is replaced', async () => {
    await pull();
    writeFileSync(join(cache, sha256('main')), 'mai');
    expect((await listArtefacts([pin], cache)).map((each) => each.state)).toEqual(['damaged', 'cached']);
    expect((await pull()).files.map((each) => each.state)).toEqual(['pulled', 'cached']);
    expect(readFileSync(join(cache, sha256('main')), 'utf8')).toBe('main');
  });

  test('a file where the folder should be is said', async () => {
    writeFileSync(cache, '');
    expect(codes((await pull()).problems)).toEqual(['STORE_FAILED', 'STORE_FAILED']);
  });
});

describe('the cache', () => {
  test('gives whole artefacts only', async () => {
    const artefacts = openArtefacts(cache);
    expect(await artefacts.get(pin)).toBeUndefined();
    await pull([{ name: 'main.xsd', files: pin.files.slice(0, 1) }]);
    expect(await artefacts.get(pin)).toBeUndefined();
    await pull();
    const found = await artefacts.get(pin);
    expect(found?.files.map((each) => [each.address, Buffer.from(each.bytes).toString(), each.sha256])).toEqual([
      ['http://sat.test/main.xsd', 'main', sha256('main')],
      ['http://sat.test/a%20b/part.xsd', 'part', sha256('part')],
    ]);
    expect(found?.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(await artefacts.get(pin)).toBe(found);
    expect((await openArtefacts(cache).get(pin))?.digest).toBe(found?.digest);
    expect(await openArtefacts(cache, '/compiled').get(pin)).toEqual({ ...found, compiled: '/compiled' });
  });

  test('never gives a damaged file', async () => {
    await pull();
    writeFileSync(join(cache, sha256('part')), 'prat');
    const thrown = await openArtefacts(cache)
      .get(pin)
      .catch((error: unknown) => error);
    expect(codes(problemsOf(thrown))).toEqual(['ARTEFACT_CHANGED']);
  });

  test('lists what is missing', async () => {
    const listed = await listArtefacts([pin], cache);
    expect(listed.map((each) => [each.artefact, each.state, each.sha256])).toEqual([
      ['main.xsd', 'missing', sha256('other')],
      ['main.xsd', 'missing', sha256('part')],
    ]);
  });
});

describe('pulling by HTTP', () => {
  let server: Server;
  let host = '';
  beforeAll(async () => {
    server = createServer(({ url }, answer) => {
      if (url === '/main.xsd') answer.end('main');
      else if (url === '/moved.xsd') answer.writeHead(301, { location: '/main.xsd' }).end();
      else answer.writeHead(404).end('not here');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    host = typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : '';
  });
  afterAll(() => server.close());

  test('from the hosts that are pinned', async () => {
    const at = (path: string, content = 'main') => ({ address: `http://${host}/${path}`, sha256: [sha256(content)] });
    const refused = { address: 'http://127.0.0.1:1/x.xsd', sha256: [sha256('x')] };
    const pins = [
      {
        name: 'm',
        files: [at('main.xsd'), at('moved.xsd', 'moved'), at('none.xsd', 'none'), at('main.xsd', 'changed'), refused],
      },
    ];
    const { files, problems } = await pullArtefacts(pins, { cache });
    expect(files.map((each) => each.state)).toEqual(['pulled']);
    expect(codes(problems)).toEqual([
      'ARTEFACT_UNREACHABLE',
      'ARTEFACT_UNREACHABLE',
      'ARTEFACT_CHANGED',
      'ARTEFACT_UNREACHABLE',
    ]);
  });
});

describe.skipIf(!hasArtefacts)('the pins of mx/cfdi, needs the artefacts', () => {
  test('fit the files in hand', async () => {
    const pins = Object.values((await openFeature(findFeature('mx/cfdi').folder, [], [])).artefacts);
    const { problems, files } = await pullArtefacts(pins, { cache, from: artefact('mx/schemas') });
    expect(problems).toEqual([]);
    expect(files).toHaveLength(pins.flatMap((each) => each.files).length);
    const artefacts = openArtefacts(cache);
    for (const each of pins) expect((await artefacts.get(each))?.files).toHaveLength(each.files.length);
  });
});
