import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { withXml } from '../../../../actions/lib/xml/index.ts';
import { artefact, hasArtefacts } from '../../../shared.ts';

const hasXmllint = spawnSync('xmllint', ['--version']).status === 0;
const why = hasArtefacts ? (hasXmllint ? '' : ', needs xmllint') : ', needs the artefacts';

describe.skipIf(!hasArtefacts || !hasXmllint)(`canonical XML of official samples${why}`, () => {
  const folder = artefact('mx/samples/satcfdi/comprobante40');
  const files = hasArtefacts ? readdirSync(folder).filter((name) => name.endsWith('.xml')) : [];

  test.each(files)('%s is that of xmllint', (name) => {
    const bytes = readFileSync(`${folder}/${name}`);
    const theirs = (option: string) => execFileSync('xmllint', ['--nonet', option, '-'], { input: bytes }).toString();
    const ours = withXml(bytes, (tree) =>
      [{ comments: true }, { comments: true, exclusive: true }].map((options) =>
        Buffer.from(tree.canonical(options)).toString(),
      ),
    );
    expect(ours).toEqual([theirs('--c14n'), theirs('--exc-c14n')]);
  });
});
