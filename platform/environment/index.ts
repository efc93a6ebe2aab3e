export {
  type ChannelConfig,
  type EnvironmentConfig,
  type LocalConfig,
  localConfig,
  type QueueConfig,
  readConfig,
  type ServerConfig,
  type WebhookConfig,
} from './config.ts';
export { enter, storeOwner } from './enter.ts';
export { entitiesOf, settingsOf } from './entities.ts';
export {
  featureFolders,
  findBases,
  findFeature,
  type NamedFeature,
  ownFeatures,
  packageFolder,
} from './features.ts';
export { type Environment, openEnvironment, openFeature, openReader, type Reader } from './open.ts';
export { storeAddress } from './outside.ts';
export { keptFrom } from './retention.ts';
