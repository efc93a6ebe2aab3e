import { Option } from 'commander';

/** The options that several commands have. */
export const environment = new Option(
  '-e, --environment <file>',
  'the environment file; without one everything is below .timbre',
);
export const json = new Option('--json', 'for programs: one line of JSON');
export const out = new Option('-o, --out <folder>', 'copies the documents there');
export const wait = new Option('--wait <seconds>', 'how long to wait for a parked run').default('120');
