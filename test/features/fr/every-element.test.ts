import { describe, expect, it } from 'vitest';
import { findFeature } from '../../../platform/environment/index.ts';
import { opening } from '../../../scripts/services/opened.ts';
import { readAndWriteOf } from '../../../scripts/suites/round-trip/feature.ts';
import { hasArtefacts } from '../../shared.ts';
import { everyElement } from './every-element.ts';

const feature = await opening(findFeature('fr/factur-x').folder);

/** How many of the values that a profile has are business data at least; the others are told. */
const profiles: readonly (readonly [profile: string, folder: string, least: number])[] = [
  ['MINIMUM', 'minimum', 21],
  ['BASIC WL', 'basicwl', 120],
  ['BASIC', 'basic', 150],
  ['EN 16931', 'en16931', 190],
  ['EXTENDED', 'extended', 320],
];

describe.skipIf(!hasArtefacts)('every element and attribute of a profile of Factur-X; needs the artefacts', () => {
  it.each(profiles)('%s: is read, or told by its name', (profile, folder, least) => {
    const { document, planted } = everyElement(`factur-x/xsd-1.09.2/${folder}`);
    const { data, notes } = readAndWriteOf(feature).read(document);
    const said = JSON.stringify(data);
    const told = new Set(notes.map(({ path }) => path.replaceAll(/\[\d+\]/g, '')));
    // Where an element is told, all that is in it is.
    const isTold = (path: string): boolean =>
      path !== '' && (told.has(path) || isTold(path.slice(0, path.lastIndexOf('/'))));
    const read = planted.filter(
      ({ value }) => value === 'true' || said.includes(JSON.stringify(dated(value)).slice(1, -1)),
    );
    const silent = planted.filter((each) => !read.includes(each) && !isTold(each.path));
    console.log(`${profile}: ${read.length} of ${planted.length} values are read, the others told`);
    expect(silent.map(({ path }) => path)).toEqual([]);
    expect(read.length).toBeGreaterThanOrEqual(least);
  });
});

const dated = (value: string): string => value.replace(/^(2\d{3})(\d\d)(\d\d)$/, '$1-$2-$3');
