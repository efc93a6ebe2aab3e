import { installAzurite } from '../../scripts/services/azurite.ts';
import { installRedis } from '../../scripts/services/redis.ts';

/** What the tests of stores and queues need, once for a machine. */
export default function setup(): void {
  installAzurite();
  installRedis();
}
