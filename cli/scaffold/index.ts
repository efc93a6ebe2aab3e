export { addAction } from './action.ts';
export { addConnector } from './connector.ts';
export { newFeature } from './feature.ts';
export { newOverlay } from './overlay.ts';
export { writeNew } from './write.ts';
