import { expect, it } from 'vitest';
import { settingsOf } from '../../../platform/environment/entities.ts';
import { testFeature } from '../../engine/run/world.ts';

it('a setting that was good is checked again once it is another', () => {
  const feature = { ...testFeature(), settings: { pac: { schema: { type: 'string', enum: ['one', 'other'] } } } };
  const invalid = expect.objectContaining({ code: 'SETTING_INVALID' });
  expect(settingsOf(feature, { pac: 'one' })).toEqual({ pac: 'one' });
  expect(() => settingsOf(feature, { pac: 'neither' })).toThrow(invalid);
  expect(settingsOf(feature, { pac: 'one' })).toEqual({ pac: 'one' });
  expect(settingsOf(feature, { pac: 'other' })).toEqual({ pac: 'other' });
  expect(() => settingsOf(feature, {})).toThrow(invalid);
});
