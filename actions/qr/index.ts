export { type QrParameters, qrAction } from './qr.ts';
