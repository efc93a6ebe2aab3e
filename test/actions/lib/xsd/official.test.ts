import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { compileXsd } from '../../../../actions/lib/xsd/index.ts';
import { hasArtefacts, artefact as shared } from '../../../shared.ts';
import { cfdi40, satArtefact } from './schemas.ts';

const hasXmllint = spawnSync('xmllint', ['--version']).status === 0;
const why = hasArtefacts ? (hasXmllint ? '' : ', needs xmllint') : ', needs the artefacts';

/** What xmllint says of many files at once: `FILE validates` or `FILE fails to validate`, on stderr. */
function xmllint(schema: string, files: readonly string[]): boolean[] {
  const { stderr } = spawnSync('xmllint', ['--nonet', '--noout', '--schema', schema, ...files], { encoding: 'utf8' });
  const lines = stderr.split('\n');
  return files.map((file) => lines.includes(`${file} validates`));
}

describe.skipIf(!hasArtefacts || !hasXmllint)(`CFDI 4.0 against the official XSD${why}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'timbre-xsd-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const samples = hasArtefacts
    ? readdirSync(shared('mx/samples'), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.xml'))
        .map((path) => shared(`mx/samples/${path}`))
        .filter((path) => readFileSync(path, 'utf8').includes('http://www.sat.gob.mx/cfd/4"'))
    : [];
  const root = shared('mx/schemas/www.sat.gob.mx/sitio_internet/cfd/');
  const valid = (file: string, ...artefacts: ReturnType<typeof satArtefact>[]) =>
    compileXsd(artefacts).validate(readFileSync(file)).length === 0;

  test('every sample has the verdict that xmllint gives', () => {
    const expected = xmllint(`${root}4/cfdv40.xsd`, samples);
    const artefact = satArtefact(...cfdi40);
    expect(samples.map((file) => [file, valid(file, artefact)])).toEqual(
      samples.map((file, at) => [file, expected[at]]),
    );
    expect(samples.length).toBeGreaterThan(20);
  });

  test('so has every sample with the schemas of its complements', () => {
    const stamp = ['TimbreFiscalDigital/TimbreFiscalDigitalv11.xsd', 'tipoDatos/tdCFDI/tdCFDI.xsd'] as const;
    const payments = [
      'Pagos/Pagos20.xsd',
      'catalogos/Pagos/catPagos.xsd',
      'catalogos/catCFDI.xsd',
      'tipoDatos/tdCFDI/tdCFDI.xsd',
    ] as const;
    const driver = join(folder, 'driver.xsd');
    const imports = [
      ['http://www.sat.gob.mx/cfd/4', '4/cfdv40.xsd'],
      ['http://www.sat.gob.mx/TimbreFiscalDigital', stamp[0]],
      ['http://www.sat.gob.mx/Pagos20', payments[0]],
    ].map(([namespace, path]) => `<xs:import namespace="${namespace}" schemaLocation="${root}${path}"/>`);
    writeFileSync(driver, `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${imports.join('')}</xs:schema>`);
    const expected = xmllint(driver, samples);
    const artefacts = [satArtefact(...cfdi40), satArtefact(...stamp), satArtefact(...payments)];
    expect(samples.map((file) => [file, valid(file, ...artefacts)])).toEqual(
      samples.map((file, at) => [file, expected[at]]),
    );
    expect(expected.filter(Boolean).length).toBeGreaterThan(5);
  });

  test('code lists are read by type name, and patterns stand in where the list is not in hand', () => {
    const xsd = compileXsd([satArtefact(...cfdi40)]);
    const cases: [string, string, boolean | undefined][] = [
      ['c_UsoCFDI', 'G03', true],
      ['c_UsoCFDI', 'P01', false],
      ['c_Pais', 'MEX', true],
      ['c_ClaveUnidad', 'H87', true],
      ['c_ClaveProdServ', '84111506', true],
      ['c_ClaveProdServ', '8411150', false],
      ['c_CodigoPostal', '0600<', false],
      ['c_Nothing', 'x', undefined],
    ];
    expect(cases.map(([list, code]) => xsd.codeList(list)?.has(code))).toEqual(cases.map(([, , has]) => has));
    expect(xsd.codeList('c_UsoCFDI')?.codes?.size).toBeGreaterThan(20);
  });

  test('the look-ups of a wrong code say where and what', () => {
    const text = readFileSync(samples.find((file) => valid(file, satArtefact(...cfdi40))) ?? '', 'utf8');
    const wrong = text.replace(/ClaveUnidad="[^"]*"/, 'ClaveUnidad="QQQ"');
    const found = compileXsd([satArtefact(...cfdi40)]).validate(Buffer.from(wrong));
    expect(found.map((each) => each.message).join()).toMatch(
      /'Concepto', attribute 'ClaveUnidad'.*'QQQ'.*c_ClaveUnidad/,
    );
    expect(found[0]?.xpath).toMatch(/Concepto(\[\d+\])?\/@ClaveUnidad$/);
    const file = join(folder, 'wrong.xml');
    writeFileSync(file, wrong);
    expect(() =>
      execFileSync('xmllint', ['--nonet', '--noout', '--schema', `${root}4/cfdv40.xsd`, file], { stdio: 'ignore' }),
    ).toThrow();
  });
});
