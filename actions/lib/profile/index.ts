export { byProfile, type ProfileShape } from './by-profile.ts';
