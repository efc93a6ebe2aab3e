export { type CertificatesOf, daysLeft, watchCertificates } from './certificates.ts';
export { type Health, watchProgress } from './health.ts';
export { type Listener, listen } from './listen.ts';
export { type Log, type LogLevel, openLog } from './log.ts';
export { type Metrics, openMetrics } from './metrics.ts';
export { openTraces, type Traces } from './traces.ts';
export type { TrafficMetrics, Waiting } from './traffic-metrics.ts';
export { type Watch, watch } from './watch.ts';
